package io.quartermaster.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.Seams;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionsTest {
    @TempDir
    private Path temporary = Path.of(".");

    /** Exit code and what was printed as errors. */
    private record Outcome(int exitCode, String errors) {}

    private static Outcome execute(String... arguments) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
        int exitCode = Main.commandLine(stream)
                .setErr(new PrintWriter(stream, true, StandardCharsets.UTF_8))
                .execute(arguments);
        return new Outcome(exitCode, errors.toString(StandardCharsets.UTF_8));
    }

    private static GivenCertificate given(Path certificate, Path key) {
        return CommandLine.populateCommand(
                new GivenCertificate(), "--tls-cert", certificate.toString(), "--tls-key", key.toString());
    }

    private TlsFiles made(String name) {
        return new SelfMadeCertificate(temporary.resolve(name), Seams.systemClock(), Seams.secureRandom()).files();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "database"})
    void aDataFolderThatIsAFileIsSaidInOneSentence(String command) throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");
        Outcome outcome = execute(command, "--data", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors()).isEqualTo("qm: " + file + " is a file; name a folder with --data.\n");
    }

    @Test
    void theDataFolderIsMadeClosedToOthers() throws Exception {
        DataFolder folder = DataFolder.prepared(temporary.resolve("a").resolve("b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void anAddressOfAnotherDatabaseProductIsRefused() {
        Outcome outcome = execute("run", "--data", temporary.toString(), "--db", "jdbc:h2:mem:x");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors())
                .isEqualTo("qm: --db is 'jdbc:h2:mem:x'; expected jdbc:postgresql://host:port/database.\n");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsSaidInOneSentenceWithoutThePassword() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/quartermaster";
        Outcome outcome = execute("run", "--data", temporary.toString(), "--db", url + "?password=hidden");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors())
                .startsWith("qm: The database " + url + " cannot be used as user quartermaster: ")
                .doesNotContain("hidden")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "run --version", "database --version", "user --version"})
    void theVersionIsPrintedWithTheCommitThatWasBuilt(String arguments) {
        StringWriter output = new StringWriter();
        int exitCode =
                Main.commandLine(System.err).setOut(new PrintWriter(output)).execute(arguments.split(" "));
        assertThat(exitCode).isZero();
        assertThat(output.toString())
                .matches(
                        "Quartermaster server \\d+\\.\\d+\\.\\d+(-\\S+)? \\(commit ([0-9a-f]+(-dirty)?|unknown)\\)\\R");
    }

    @Test
    void anUnknownOptionIsExitCode2() {
        assertThat(execute("run", "--dta", "x").exitCode()).isEqualTo(2);
        assertThat(execute("rn").exitCode()).isEqualTo(2);
    }

    @Test
    void aGivenCertificateWithItsKeyIsTaken() {
        TlsFiles files = made("one");
        assertThat(given(files.certificate(), files.key()).checked()).isEqualTo(files);
    }

    @Test
    void aGivenCertificateWithTheKeyOfAnotherIsRefused() {
        assertThatThrownBy(() ->
                        given(made("one").certificate(), made("two").key()).checked())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("does not belong to the first certificate");
    }

    @Test
    void aKeyFileWithoutAKeyIsRefused() {
        TlsFiles files = made("one");
        assertThatThrownBy(() -> given(files.certificate(), files.certificate()).checked())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("holds no private key");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        Outcome outcome = execute("run", "--data", temporary.toString(), "--tls-cert", "server.crt");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors()).isEqualTo("qm: Name both, --tls-cert and --tls-key.\n");
    }
}
