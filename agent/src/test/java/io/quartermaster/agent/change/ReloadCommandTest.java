package io.quartermaster.agent.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.fake.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReloadCommandTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @Test
    void aCommandThatEndsWithZeroIsNoProblem() throws Exception {
        assertThat(Scripts.script(folder, "echo done").run()).isEmpty();
    }

    @Test
    void aFailureTellsTheExitCodeAndWhatWasSaidLast() throws Exception {
        assertThat(Scripts.script(folder, "echo first; echo 'nginx: bad certificate' >&2; echo; exit 3")
                        .run())
                .contains("The reload command /bin/sh ended with 3, saying: nginx: bad certificate.");
    }

    @Test
    void aCommandWithoutWordsFailsWithItsExitCode() throws Exception {
        assertThat(Scripts.script(folder, "exit 1").run()).contains("The reload command /bin/sh ended with 1.");
    }

    @Test
    void aProgramThatIsNotThereIsAProblem() throws Exception {
        assertThat(new ReloadCommand(List.of("/no/such/program"), LONG).run())
                .hasValueSatisfying(
                        problem -> assertThat(problem).startsWith("The reload command /no/such/program cannot be"));
    }

    @Test
    void noShellLooksAtTheArguments() throws Exception {
        Path witness = folder.resolve("witness");
        assertThat(new ReloadCommand(List.of("/bin/echo", "a; touch " + witness, "$(touch " + witness + ")"), LONG)
                        .run())
                .isEmpty();
        assertThat(witness).doesNotExist();
    }

    @Test
    void aCommandThatTakesTooLongIsKilledWithWhatItStarted() throws Exception {
        Path pids = folder.resolve("pids");
        ReloadCommand command = Scripts.script(
                folder, "slow.sh", "sleep 300 & echo $! > " + pids + "; echo waiting; wait", Duration.ofSeconds(1));
        assertThat(command.run())
                .contains("The reload command /bin/sh did not end within 1 s and was killed, saying: waiting.");
        long child = Long.parseLong(Files.readString(pids).strip());
        for (int i = 0;
                i < 500
                        && ProcessHandle.of(child)
                                .filter(ProcessHandle::isAlive)
                                .isPresent();
                i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void muchOutputHindersNothingAndOnlyItsEndIsKept() throws Exception {
        assertThat(Scripts.script(folder, "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end; exit 1")
                        .run())
                .contains("The reload command /bin/sh ended with 1, saying: end.");
        assertThat(Scripts.script(folder, "head -c 5000 /dev/zero | tr '\\0' x; exit 1")
                        .run())
                .hasValueSatisfying(
                        problem -> assertThat(problem).hasSizeLessThan(ReloadCommand.SAID_LENGTH_MAX + 100));
    }

    @Test
    void thereIsNoInputToWaitFor() throws Exception {
        assertThat(Scripts.script(folder, "cat").run()).isEmpty();
    }

    @Test
    void anInterruptEndsTheCommand() throws Exception {
        ReloadCommand command = Scripts.script(folder, "exec sleep 300");
        Thread.currentThread().interrupt();
        assertThatThrownBy(command::run).isInstanceOf(InterruptedException.class);
    }
}
