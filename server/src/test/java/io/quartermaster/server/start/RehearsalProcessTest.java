package io.quartermaster.server.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script runs after a build, so that the JDK learns how the server starts. */
class RehearsalProcessTest {
    @TempDir
    private Path temporary = Path.of(".");

    private record Outcome(int exitCode, String output) {}

    private Outcome rehearse(boolean withDatabaseSet) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString(),
                "rehearse"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (withDatabaseSet) {
            builder.environment().put("QM_DB_URL", "jdbc:postgresql://db.example.org/quartermaster");
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    @Test
    void theServerServesTheCallsOfARehearsalAndLeavesNothingBehind() throws Exception {
        Outcome outcome = rehearse(false);
        assertThat(outcome.output()).contains("Quartermaster listens on").doesNotContain("ERROR");
        assertThat(outcome.exitCode()).isZero();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("qm-rehearsal")))
                    .isEmpty();
        }
    }

    @Test
    void aDatabaseThatIsSetForTheRealServerIsNotTouched() throws Exception {
        assertThat(rehearse(true))
                .isEqualTo(new Outcome(1, "qm: A rehearsal has a database of its own; unset QM_DB_URL.\n"));
    }
}
