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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** {@code run} in a folder of its own, on free ports unless the options name some. */
    private String[] onFreePorts(String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--data", temporary.toString()));
        arguments.addAll(List.of(options));
        for (String port : List.of("--http-port", "--https-port")) {
            if (Stream.of(options).noneMatch(option -> option.startsWith(port + "="))) {
                arguments.add(port + "=0");
            }
        }
        return arguments.toArray(String[]::new);
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
    void aWrongSettingIsSaidInOneSentenceBeforeTheDatabaseIsStarted() {
        System.setProperty("qm.agent.heartbeat", "0s");
        try {
            assertThat(execute(onFreePorts()))
                    .isEqualTo(new Outcome(
                            1,
                            "qm: qm.agent.heartbeat (QM_AGENT_HEARTBEAT) is '0s'; expected a duration from 1s to 1d, such as"
                                    + " 90s, 5m, 2h or 1d.\n"));
        } finally {
            System.clearProperty("qm.agent.heartbeat");
        }
        assertThat(temporary.resolve("postgres")).doesNotExist();
    }

    @Test
    void anAddressOfAnotherDatabaseProductIsRefused() {
        Outcome outcome = execute(onFreePorts("--db", "jdbc:h2:mem:x"));
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
        Outcome outcome = execute(onFreePorts("--db", url + "?sslmode=disable"));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors())
                .startsWith("qm: The database " + url + " cannot be used as user quartermaster: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://someone:hidden@127.0.0.1/quartermaster",
                "jdbc:postgresql://someone:hid@den@127.0.0.1/quartermaster?sslmode=disable",
                "jdbc:postgresql://127.0.0.1/quartermaster?user=someone&password=hidden",
                "jdbc:postgresql://127.0.0.1/quartermaster?Password=hidden",
                "jdbc:postgresql://127.0.0.1/quartermaster?user=someone",
                "jdbc:postgresql://127.0.0.1/quartermaster?sslpassword=hidden",
                "postgres://someone:hidden@127.0.0.1/quartermaster"
            })
    void aPasswordInTheAddressIsRefusedAndNotShown(String url) {
        Outcome outcome = execute(onFreePorts("--db", url));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors())
                .startsWith("qm: --db ")
                .hasLineCount(1)
                .doesNotContain("hid")
                .doesNotContain("someone");
    }

    @Test
    void whatTheDatabaseRefusesIsSaidInOneLine() {
        SQLException refused = new SQLException(
                "FATAL: password authentication failed\n  Location: File: auth.c\n  Server SQLState: 28P01");
        assertThat(StartFailure.sentence(new IllegalStateException(refused)))
                .isEqualTo("The server does not start: FATAL: password authentication failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --http-port=65536  | --http-port is 65536; expected 0 to 65535.
                    --https-port=-1    | --https-port is -1; expected 0 to 65535.
                    --db-port=0        | --db-port is 0; expected 1 to 65535.
                    --host=no.invalid  | The address no.invalid is not known; name another with --host.
                    """)
    void anAddressThatIsNoneIsSaidInOneSentence(String option, String sentence) {
        assertThat(execute(onFreePorts(option))).isEqualTo(new Outcome(1, "qm: " + sentence + "\n"));
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThat(execute(onFreePorts("--host=203.0.113.7")).errors())
                .matches(
                        "qm: The address 203\\.0\\.113\\.7 is not one of this machine \\(.*\\); name another with --host,"
                                + " or 0\\.0\\.0\\.0 for all\\.\n");
    }

    @Test
    void onePortForHttpAndHttpsIsRefused() {
        assertThat(execute(onFreePorts("--http-port=8099", "--https-port=8099")).errors())
                .isEqualTo(
                        "qm: --http-port and --https-port are both 8099; name two different ones, or add --https-only.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port", "--https-port"})
    void aPortInUseIsRefusedBeforeTheDatabaseIsStarted(String option) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = execute(onFreePorts(option + "=" + taken.getLocalPort()));
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .startsWith("qm: Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used (")
                    .endsWith("); choose another with --http-port or --https-port, or another address with --host.\n");
        }
        assertThat(temporary.resolve("postgres")).doesNotExist();
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
    void aSelfMadeCertificateWhoseKeyWasSpoiltIsSaidInOneSentence() throws Exception {
        TlsFiles files = made("tls");
        Files.writeString(files.key(), "nonsense");
        assertThat(execute(onFreePorts()))
                .isEqualTo(
                        new Outcome(1, "qm: The file " + files.key() + " holds no private key without a password.\n"));
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        Outcome outcome = execute("run", "--data", temporary.toString(), "--tls-cert", "server.crt");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors()).isEqualTo("qm: Name both, --tls-cert and --tls-key.\n");
    }
}
