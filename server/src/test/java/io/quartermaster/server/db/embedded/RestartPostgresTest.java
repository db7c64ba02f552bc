package io.quartermaster.server.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartPostgresTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    private Path temporary = Path.of(".");

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<Duration> waits = new ArrayList<>();
    private final AtomicReference<String> away = new AtomicReference<>("");
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(
                EmbeddedPostgresSettings.in(temporary.resolve("postgres"))
                        .withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS),
                Thread::sleep,
                new SecureRandom());
    }

    /** Its end; empty in it when PostgreSQL was closed. */
    private CompletableFuture<Optional<String>> keepUp(EmbeddedPostgres postgres) {
        var restart = new RestartPostgres(postgres, now::get, waits::add, said::add, away::set);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return restart.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static long kill(EmbeddedPostgres postgres) {
        long pid = postgres.pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    private String next() throws InterruptedException {
        return String.valueOf(said.poll(1, TimeUnit.MINUTES));
    }

    private static String kept(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl(),
                        EmbeddedPostgres.ROLE,
                        postgres.password().value());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return String.valueOf(statement.getUpdateCount());
        }
    }

    @Test
    void killedItIsStartedAgainOnItsPortWithWhatWasCommittedAndSaysSo() throws Exception {
        CompletableFuture<Optional<String>> end;
        try (EmbeddedPostgres postgres = start()) {
            int port = postgres.port();
            kept(postgres, "CREATE TABLE kept AS SELECT 'still here' AS word");
            end = keepUp(postgres);
            long killed = kill(postgres);
            assertThat(next())
                    .isEqualTo("PostgreSQL (process " + killed
                            + ") ended although nobody stopped it; start 1 of 5 in 1 s, see " + postgres.logFolder()
                            + ".");
            assertThat(next())
                    .isEqualTo("PostgreSQL runs again (process " + postgres.pid() + ", port " + port
                            + "), with all that was committed.");
            assertThat(postgres.pid()).isNotEqualTo(killed);
            assertThat(away).hasValue("");
            assertThat(kept(postgres, "UPDATE kept SET word = 'changed' WHERE word = 'still here'"))
                    .isEqualTo("1");
        }
        assertThat(end.get(1, TimeUnit.MINUTES)).as("closed, not given up").isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void afterFiveStartsThatDidNotHelpItIsGivenUpAndTheDataIsAsGoodAsBefore() throws Exception {
        Path settings = temporary.resolve("postgres/cluster/postgresql.conf");
        String good;
        try (EmbeddedPostgres postgres = start()) {
            kept(postgres, "CREATE TABLE kept AS SELECT 'still here' AS word");
            good = Files.readString(settings);
            Files.writeString(settings, "nonsense = 3\n", StandardOpenOption.APPEND);
            CompletableFuture<Optional<String>> end = keepUp(postgres);
            kill(postgres);
            assertThat(end.get(5, TimeUnit.MINUTES).orElse(""))
                    .startsWith("PostgreSQL could not be started again (PostgreSQL does not start on ")
                    .contains("postgresql.conf\" contains errors")
                    .endsWith("), and 5 starts did not help, so the server ends too; why is in " + postgres.logFolder()
                            + ", and what was committed is kept.");
            assertThat(waits).isEqualTo(RestartPostgres.WAITS);
            assertThat(said).hasSize(5).last().asString().contains("; start 5 of 5 in 120 s");
            assertThat(away)
                    .as("said to anybody: no path, no reason")
                    .hasValue("It ended although nobody stopped it; start 5 of 5 in 120 s.");
        }
        Files.writeString(settings, good);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(kept(postgres, "DELETE FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void theStartsAreCountedAnewOnlyWhenItHasRunForTenMinutes() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            CompletableFuture<Optional<String>> end = keepUp(postgres);
            for (Duration ran :
                    List.of(Duration.ZERO, RestartPostgres.GOOD_AFTER.minusSeconds(1), RestartPostgres.GOOD_AFTER)) {
                now.updateAndGet(time -> time.plus(ran));
                kill(postgres);
                next();
                next();
            }
            assertThat(end).isNotDone();
        }
        assertThat(waits)
                .containsExactly(
                        RestartPostgres.WAITS.get(0), RestartPostgres.WAITS.get(1), RestartPostgres.WAITS.get(0));
    }
}
