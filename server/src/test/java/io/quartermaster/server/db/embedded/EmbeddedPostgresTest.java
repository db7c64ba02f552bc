package io.quartermaster.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Start and stop of a PostgreSQL that nothing has happened to. */
class EmbeddedPostgresTest extends CopiedCluster {
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
    void aFolderDeeperThanTheNameOfASocketMayBeWorks() throws Exception {
        Path deep = temporary.resolve("d".repeat(120)).resolve("postgres");
        try (EmbeddedPostgres postgres =
                start(EmbeddedPostgresSettings.in(deep).withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS))) {
            keep(postgres);
            assertKept(postgres);
        }
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
}
