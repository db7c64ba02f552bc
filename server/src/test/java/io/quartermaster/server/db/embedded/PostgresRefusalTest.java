package io.quartermaster.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Starts that cannot succeed: what is said, and that nothing is changed. */
class PostgresRefusalTest extends CopiedCluster {
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
}
