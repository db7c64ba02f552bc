package io.quartermaster.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that still runs when a server starts. */
class PostgresTakeoverTest extends CopiedCluster {
    @Test
    void aServerKilledAloneLeavesPostgresAndTheNextOneTakesItOver() throws Exception {
        Program program = leftByAKilledServer();
        assertThat(ProcessHandle.of(program.postgresPid()))
                .as("PostgreSQL goes on")
                .isPresent();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isEqualTo(program.postgresPid());
            assertThat(postgres.port()).isEqualTo(program.port());
            keep(postgres);
        }
        assertThat(ProcessHandle.of(program.postgresPid()).filter(Processes::isRunning))
                .isEmpty();
        try (EmbeddedPostgres postgres = start()) {
            assertKept(postgres);
        }
    }

    @Test
    void oneLeftOnAnotherPortIsStoppedAndStartedWhereWanted() throws Exception {
        Program program = leftByAKilledServer();
        int wanted = freePort();
        try (EmbeddedPostgres postgres = start(settings().withPort(wanted))) {
            assertThat(postgres.port()).isEqualTo(wanted);
            assertThat(postgres.pid()).isNotEqualTo(program.postgresPid());
            assertThat(ProcessHandle.of(program.postgresPid()).filter(Processes::isRunning))
                    .isEmpty();
        }
    }

    @Test
    void oneLeftWithoutSafetyIsNotTakenOverForRealData() throws Exception {
        Program program = leftByAKilledServer();
        try (EmbeddedPostgres postgres = start(EmbeddedPostgresSettings.in(folder()));
                Connection connection = connect(postgres)) {
            assertThat(postgres.pid()).isNotEqualTo(program.postgresPid());
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
}
