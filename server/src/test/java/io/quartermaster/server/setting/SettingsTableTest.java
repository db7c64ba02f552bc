package io.quartermaster.server.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.http.AcceptedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about settings, made from the list of them. */
class SettingsTableTest {
    private static final Pattern READ_BY_NAME = Pattern.compile("ConfigProperty\\(name = \"(qm\\.[a-z.-]+)\"");

    @Test
    void thePageInTheRepositoryIsThatOfTheList() {
        StringBuilder page = new StringBuilder("""
                # Settings

                What can be set besides the [options](running.md#options) of `./qm run`. Made from the code by a test
                (`./qm accept` writes it).

                Set the environment variable before the start, `QM_AGENT_HEARTBEAT=1m ./qm run`, or the name in `QM_JAVA_OPTS`,
                `QM_JAVA_OPTS=-Dqm.agent.heartbeat=1m`; the latter wins. A change needs a restart. A value that a setting cannot
                have keeps the server from starting: it says which, what was expected, and ends with 1.

                Several servers on one database should have the same settings.

                | Name, environment variable | Default | What it may be | Meaning |
                |---|---|---|---|
                """);
        for (Setting<?> setting : Settings.ALL) {
            page.append("| `").append(setting.name()).append("`<br>`").append(setting.variable());
            page.append("` | ").append(setting.preset()).append(" | ").append(setting.expected());
            page.append(" | ").append(setting.meaning()).append(" |\n");
        }
        AcceptedFile.assertFresh("operating/settings.md", page.toString());
    }

    @Test
    void whatIsReadByNameElsewhereIsInTheListToo() throws IOException {
        Set<String> read = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> files =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            files.forEach(file -> READ_BY_NAME
                    .matcher(text(file))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(read::add));
        }
        assertThat(Settings.ALL.stream().map(Setting::name).collect(Collectors.toSet()))
                .hasSameSizeAs(Settings.ALL)
                .containsAll(read);
        assertThat(read).isNotEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
