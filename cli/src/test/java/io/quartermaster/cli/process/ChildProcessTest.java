package io.quartermaster.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: a shell that sleeps, and a second JVM where the question is what outlives us. */
class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    private ChildProcess shell(String script, Duration stopLimit) throws IOException, InterruptedException {
        return ChildProcess.start(
                "The shell",
                List.of("/bin/sh", "-c", script),
                Map.of("GREETING", "hello"),
                folder.resolve("output"),
                stopLimit,
                Leash.found());
    }

    private static void awaitLine(ChildProcess process, String line) throws IOException, InterruptedException {
        for (int i = 0; i < 200 && !process.lines().contains(line); i++) {
            Thread.sleep(50);
        }
        assertThat(process.lines()).contains(line);
    }

    @Test
    void whatItSaysIsInTheFile() throws IOException, InterruptedException {
        ChildProcess process = shell("echo $GREETING; echo trouble >&2; exec sleep 60", LONG);

        awaitLine(process, "trouble");

        assertThat(process.lines()).containsExactly("hello", "trouble");
        assertThat(process.lastLine()).isEqualTo("trouble");
        assertThat(process.stop()).isTrue();
    }

    @Test
    void settingsForOtherRunsAreNotPassedOnAndThoseOfTheMachineAre() {
        Map<String, String> environment =
                new HashMap<>(Map.of("QM_DATA", "elsewhere", "QM_CACHE", "/srv/cache", "PATH", "/bin"));

        ChildProcess.removeSettings(environment);

        assertThat(environment).containsOnly(Map.entry("QM_CACHE", "/srv/cache"), Map.entry("PATH", "/bin"));
    }

    @Test
    void itStopsWhenItIsAskedTo() throws IOException, InterruptedException {
        ChildProcess process = shell("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done", LONG);
        awaitLine(process, "ready");

        assertThat(process.stop()).isTrue();

        assertThat(process.isAlive()).isFalse();
        assertThat(process.lines()).contains("bye");
    }

    @Test
    void whatDoesNotStopIsKilledWithAllThatItStarted() throws IOException, InterruptedException {
        ChildProcess process = shell("trap '' TERM; sleep 61 & echo $!; while :; do sleep 0.1; done", SHORT);
        for (int i = 0; i < 200 && process.lines().isEmpty(); i++) {
            Thread.sleep(50);
        }
        ProcessHandle grandchild =
                ProcessHandle.of(Long.parseLong(process.lines().getFirst())).orElseThrow();

        assertThat(process.stop()).isFalse();

        assertThat(process.isAlive()).isFalse();
        grandchild.onExit().orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void stoppingWhatHasEndedDoesNothing() throws IOException, InterruptedException {
        ChildProcess process = shell("exit 3", LONG);

        assertThat(process.stop()).isTrue();
        assertThat(process.stop()).isTrue();
    }

    /** What the second JVM of the next test does. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            ChildProcess child = ChildProcess.start(
                    "The child", List.of("sleep", "300"), Map.of(), Path.of(arguments[0]), LONG, Leash.found());
            System.out.println(child.pid());
            Thread.sleep(LONG);
        }
    }

    @Test
    void itDoesNotOutliveUsEvenWhenWeAreKilled() throws IOException, InterruptedException {
        assumeThat(SystemProgram.find("setpriv")).as("util-linux is installed").isPresent();
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.resolve("child").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long pid = Long.parseLong(said.readLine());
            ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
            // Until setpriv has told the kernel and become the command, the signal would come too early.
            for (int i = 0;
                    i < 200
                            && !Files.readString(Path.of("/proc/" + pid + "/comm"))
                                    .equals("sleep\n");
                    i++) {
                Thread.sleep(50);
            }

            parent.destroyForcibly();

            child.onExit().orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            parent.destroyForcibly();
        }
    }
}
