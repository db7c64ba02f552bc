package io.quartermaster.server.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of the embedded PostgreSQL: each has a folder of its own, copied from one that was started and stopped. */
abstract class CopiedCluster {
    static final SecureRandom RANDOM = new SecureRandom();

    /** One that was started and stopped, so that not each test waits for the creation. */
    @TempDir
    private static Path created = Path.of(".");

    @TempDir
    Path temporary = Path.of(".");

    @BeforeAll
    static void create() {
        start(EmbeddedPostgresSettings.in(created.resolve("postgres"))
                        .withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS))
                .close();
    }

    @BeforeEach
    void copyCreated() {
        assertThat(Command.run(List.of("cp", "-a", created.resolve("postgres").toString(), temporary.toString()))
                        .succeeded())
                .isTrue();
    }

    Path folder() {
        return temporary.resolve("postgres");
    }

    Path cluster() {
        return folder().resolve("cluster");
    }

    /** Safe as in production only where a test looks at that; the others need not wait for the disk. */
    EmbeddedPostgresSettings settings() {
        return EmbeddedPostgresSettings.in(folder()).withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS);
    }

    EmbeddedPostgres start() {
        return start(settings());
    }

    static EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
        return EmbeddedPostgres.start(settings, Thread::sleep, RANDOM);
    }

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return connect(postgres.port(), postgres.password().value());
    }

    static Connection connect(int port, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + EmbeddedPostgres.DATABASE,
                EmbeddedPostgres.ROLE,
                password);
    }

    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void assertKept(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres)) {
            assertThat(value(connection, "SELECT word FROM kept")).isEqualTo("still here");
        }
    }

    static void keep(EmbeddedPostgres postgres) throws SQLException {
        execute(postgres, "CREATE TABLE kept AS SELECT 'still here' AS word");
    }

    static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a server leaves that was killed alone: PostgreSQL goes on. */
    Program leftByAKilledServer() throws IOException, InterruptedException {
        Program program = Program.start(
                List.of(), System.getProperty("java.class.path"), folder(), PostgresBinaries.defaultFolder());
        program.process().destroyForcibly().waitFor();
        return program;
    }

    /** A running {@link PostgresProgram}. */
    record Program(Process process, int port, long postgresPid, int uid) {
        static Program start(List<String> prefix, String classPath, Path folder, Path binaries) throws IOException {
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", classPath, PostgresProgram.class.getName()));
            command.addAll(List.of(folder.toString(), binaries.toString()));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("STARTED ")) {
                    String[] parts = line.split(" ");
                    return new Program(
                            process, Integer.parseInt(parts[1]), Long.parseLong(parts[2]), Integer.parseInt(parts[3]));
                }
                said.append(line).append('\n');
            }
            throw new AssertionError("the program said: " + said);
        }
    }
}
