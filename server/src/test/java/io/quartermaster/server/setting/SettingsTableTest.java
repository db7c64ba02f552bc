package io.quartermaster.server.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.http.AcceptedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
                `QM_JAVA_OPTS=-Dqm.agent.heartbeat=1m`; the latter wins. Such a change needs a restart. A value that a setting
                cannot have keeps the server from starting: it says which, what was expected, and ends with 1.

                Settings with a name in the second column can also be changed while the servers run, by those who have
                `/application_settings/modify/`:

                    PUT /KeyfactorAPI/AppSetting/JobRetryCount/Set    {"Value": "3"}

                That is kept in the database and holds on all servers within seconds; the audit has the value before and
                after. **What is set at the start wins**: such a setting can be read there and not changed, and the refusal
                says where it is set. Values in minutes are whole minutes there.

                Several servers on one database should be started with the same settings.

                | Name, environment variable | `AppSetting` | Default | What it may be | Meaning |
                |---|---|---|---|---|
                """);
        for (Setting<?> setting : Settings.ALL) {
            String changedBy = AppSettings.ALL.stream()
                    .filter(app -> app.start().equals(setting))
                    .map(app -> "`" + app.shortName() + "`")
                    .collect(Collectors.joining());
            page.append("| `").append(setting.name()).append("`<br>`").append(setting.variable());
            page.append("` | ").append(changedBy).append(" | ").append(setting.preset());
            page.append(" | ").append(setting.expected());
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

    @Test
    void everySettingThatCanBeChangedHasAnIdAndANameOfItsOwn() {
        List<Integer> ids = AppSettings.ALL.stream().map(app -> app.id()).toList();
        assertThat(ids).doesNotHaveDuplicates().isSorted();
        List<String> names = AppSettings.ALL.stream()
                .map(app -> app.shortName().toLowerCase(Locale.ROOT))
                .toList();
        assertThat(names).doesNotHaveDuplicates().noneMatch(name -> name.matches("\\d+"));
        assertThat(AppSettings.ALL).allMatch(app -> Settings.ALL.contains(app.start()));
    }

    @Test
    void everyDefaultCanBeSet() {
        for (AppSetting<?> app : AppSettings.ALL) {
            assertThat(app.normal(presetOf(app))).as(app.shortName()).contains(presetOf(app));
        }
    }

    private static <T> String presetOf(AppSetting<T> app) {
        return app.writer().apply(app.preset());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
