package io.quartermaster.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a kill of PostgreSQL, or of the machine, leaves in the folder. */
class PostgresAfterCrashTest extends CopiedCluster {
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
}
