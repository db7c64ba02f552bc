package io.quartermaster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.fake.HttpFakeServer;
import io.quartermaster.agent.fake.RecordedLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final RecordedLog log = new RecordedLog();

    @TempDir
    Path folder;

    @Test
    void aOneShotRunFromTheCommandLineDoesItsJobs() throws IOException {
        try (HttpFakeServer server = new HttpFakeServer()) {
            String jobId = server.logic.addCustom("DiskSpace", null, Map.of());
            Path password = Files.writeString(folder.resolve("password"), "secret\n");
            assertThat(run(
                            "--server",
                            server.url(),
                            "--name",
                            "edge-7",
                            "--username",
                            "agent",
                            "--password-file",
                            password.toString(),
                            "--state",
                            folder.resolve("state").toString(),
                            "--once"))
                    .as(errors.toString())
                    .isZero();
            assertThat(server.logic.isCompleted(jobId)).isTrue();
            assertThat(server.headers.getFirst().get("Authorization")).containsExactly("Basic YWdlbnQ6c2VjcmV0");
        }
        assertThat(folder.resolve("state/agent.json")).exists();
    }

    @Test
    void aStateFolderThatCannotBeMadeIsNamedOnceWithTheReasonAndAnotherWay() {
        assertThat(run("--server", "https://localhost:1", "--state", "/proc/foo"))
                .isEqualTo(1);
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines("The state folder /proc/foo cannot be made or used (no such folder:"
                        + " /proc/foo); name another one with --state.");
    }

    @Test
    void theVersionIsPrintedWithTheCommitThatWasBuilt() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .matches("Quartermaster agent \\d+\\.\\d+\\.\\d+(-\\S+)? \\(commit ([0-9a-f]+(-dirty)?|unknown)\\)\\R");
    }

    @Test
    void anAgentThatIsNotApprovedSaysSoAndEndsWithOne() throws IOException {
        try (HttpFakeServer server = new HttpFakeServer()) {
            server.logic.approved = false;
            assertThat(run("--server", server.url(), "--name", "edge-7", "--state", folder.toString(), "--once"))
                    .isEqualTo(1);
        }
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines("Not registered: Agent edge-7 waits for approval (A0110001).");
    }

    @Test
    void aWrongCommandLineEndsWithTwoAndOneSentence() {
        refused("Where is the server? Give --server URL.");
        refused("--workers is 1 to 64, not 65.", "--server", "https://a", "--workers", "65");
        refused("There is no trust file /gone.pem.", "--server", "https://a", "--trust", "/gone.pem");
        refused(
                "There is no password file /gone.",
                "--server",
                "https://a",
                "--username",
                "a",
                "--password-file",
                "/gone");
        refused("--setting Roots must be <job>.<name>=<value>.", "--server", "https://a", "--setting", "Roots=/x");
        refused("The server address \"a\" must begin with https:// (or http://) and a host.", "--server", "a");
        refused("The port of the server address is 1 to 65535, not 99999.", "--server", "https://a:99999");
    }

    @Test
    void aTypingErrorLeavesNoFolderBehind() {
        assertThat(run("--server", "htps://a", "--state", folder.resolve("new").toString()))
                .isEqualTo(2);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void thereIsNoOptionForThePasswordItself() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--password-file")
                .doesNotContain("--password ")
                .doesNotContain("--password=");
        assertThat(run("--server", "https://a", "--password", "x")).isEqualTo(2);
    }

    @Test
    void describeListsWhatTheAgentCanDoWithTheFieldsOfItsJobs() {
        assertThat(run("--describe")).isZero();
        assertThat(out.toString())
                .contains("CertStores.PEM.Inventory", "CertStores.JKS.Inventory", "CertStores.PKCS12.Inventory")
                .contains("Custom.FileChecksum", "    Paths (required): ", "Custom.DiskSpace", "    Path: ");
    }

    @Test
    void thePasswordComesFromTheFileOrElseFromTheEnvironment() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "from the file\r\n");
        assertThat(PasswordSource.read(file, "from the environment", log)).isEqualTo("from the file");
        assertThat(PasswordSource.read(null, "from the environment", log)).isEqualTo("from the environment");
        assertThatThrownBy(() -> PasswordSource.read(null, null, log))
                .hasMessage("A user name needs a password: give --password-file, or set QM_AGENT_PASSWORD.");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> PasswordSource.read(file, null, log)).hasMessage("The password is empty.");
    }

    @Test
    void aPasswordFileThatEverybodyCanReadIsPointedOut() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        PasswordSource.read(file, null, log);
        assertThat(log.lines).containsExactly("Every user of this machine can read the password file " + file + ".");
    }

    private void refused(String sentence, String... arguments) {
        errors.getBuffer().setLength(0);
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--state";
        all[arguments.length + 1] = folder.toString();
        assertThat(run(all)).as(sentence).isEqualTo(2);
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines(sentence + "quartermaster-agent --help shows all options.");
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
