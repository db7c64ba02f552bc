package io.quartermaster.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.fake.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Path file;
    private final LogFile log;

    LogFileTest(@TempDir Path folder) {
        file = folder.resolve("agent.log");
        log = new LogFile(
                file,
                1_000,
                new PrintStream(console, true, StandardCharsets.UTF_8),
                new SettableClock("2026-11-23T10:15:00Z"));
    }

    @Test
    void aLineHasItsTimeAndLevelAndGoesToFileAndConsole() throws IOException {
        log.info("Registered.");
        log.warn("Trouble");
        String expected = "2026-11-23T10:15:00Z INFO  Registered.\n2026-11-23T10:15:00Z WARN  Trouble\n";
        assertThat(file).hasContent(expected);
        assertThat(console.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void aMessageCannotForgeALine() throws IOException {
        log.info("Message: ok\n2026-11-23T10:15:00Z INFO  All is well\r\u001b[2J");
        assertThat(Files.readAllLines(file)).singleElement().asString().doesNotContain("\u001b");
    }

    @Test
    void anUnexpectedFailureIsOneLineThatSaysWhere() throws IOException {
        log.warn("It failed", new IllegalStateException("why"));
        assertThat(Files.readAllLines(file))
                .singleElement()
                .asString()
                .contains("It failed: java.lang.IllegalStateException: why at io.quartermaster.agent.log.LogFileTest");
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        log.info("x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theLogNeverTakesMoreThanTwoFiles() throws IOException {
        for (int i = 0; i < 500; i++) {
            log.info("line " + i);
        }
        try (var files = Files.list(file.getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("agent.log", "agent.log.1");
        }
        assertThat(Files.size(file) + Files.size(file.resolveSibling("agent.log.1")))
                .isLessThan(2_200);
    }

    @Test
    void theTailGoesBackIntoTheFileBefore() throws IOException {
        for (int i = 0; i < 45; i++) {
            log.info("line " + i);
        }
        String all = Files.readString(file.resolveSibling("agent.log.1")) + Files.readString(file);
        assertThat(log.tail(1_000_000)).isEqualTo(all);
        String tail = log.tail(1_200);
        assertThat(tail).hasSizeBetween(1_150, 1_200).startsWith("2026-").endsWith("line 44\n");
        assertThat(all).endsWith(tail);
    }

    @Test
    void theTailCountsCharactersAndNotBytes() throws IOException {
        log.info("\u20ac".repeat(100));
        assertThat(log.tail(131)).isEqualTo("2026-11-23T10:15:00Z INFO  " + "\u20ac".repeat(100) + "\n");
        assertThat(log.tail(10)).isEqualTo("\u20ac".repeat(9) + "\n");
    }

    @Test
    void thereIsNoTailOfNothing() throws IOException {
        assertThat(log.tail(100)).isEmpty();
        log.info("x");
        assertThat(log.tail(0)).isEmpty();
    }

    @Test
    void aFolderThatIsGoneDoesNotStopTheAgent() {
        LogFile lost = new LogFile(
                file.resolveSibling("gone").resolve("agent.log"),
                1_000,
                new PrintStream(console, true, StandardCharsets.UTF_8),
                new SettableClock("2026-11-23T10:15:00Z"));
        lost.info("still here");
        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains("still here")
                .contains("cannot be written");
    }
}
