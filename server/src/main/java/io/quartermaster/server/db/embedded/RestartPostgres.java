package io.quartermaster.server.db.embedded;

import io.quartermaster.server.db.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts the embedded PostgreSQL again when it ended although nobody stopped it: on the same port and the same data, so
 * that whoever waited for it goes on. It recovers what was committed, which may take a while.
 *
 * <p>It is tried as often as there are {@link #WAITS}, after each of them; then it is given up. The count begins anew when
 * PostgreSQL has run for {@link #GOOD_AFTER} again.
 *
 * <p>One thread, which ends when PostgreSQL is closed or given up.
 */
public final class RestartPostgres {
    /** The first one lets the children of a killed PostgreSQL notice that it is gone. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120));

    static final Duration GOOD_AFTER = Duration.ofMinutes(10);

    private final EmbeddedPostgres postgres;
    private final InstantSource clock;
    private final Pause pause;
    private final Consumer<String> said;
    private final Consumer<String> away;

    /**
     * @param said takes one sentence for each step
     * @param away takes what is said to those who ask as long as it is away, and an empty text when it is back
     */
    public RestartPostgres(
            EmbeddedPostgres postgres, InstantSource clock, Pause pause, Consumer<String> said, Consumer<String> away) {
        this.postgres = postgres;
        this.clock = clock;
        this.pause = pause;
        this.said = said;
        this.away = away;
    }

    /** {@link #run} on a thread of its own; what is done when PostgreSQL was given up gets the last sentence. */
    public void begin(Consumer<String> givenUp) {
        Thread.ofVirtual().name("start PostgreSQL again").start(() -> {
            try {
                run().ifPresent(givenUp);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Returns when PostgreSQL was closed, or with the sentence that says why it was given up. */
    Optional<String> run() throws InterruptedException {
        Instant runsSince = clock.instant();
        int tries = 0;
        while (postgres.awaitEndByItself()) {
            if (!clock.instant().isBefore(runsSince.plus(GOOD_AFTER))) {
                tries = 0;
            }
            String reason = "PostgreSQL (process " + postgres.pid() + ") ended although nobody stopped it";
            boolean runs = false;
            while (!runs) {
                if (tries == WAITS.size()) {
                    return Optional.of(
                            reason + ", and " + tries + " starts did not help, so the server ends too; why is in "
                                    + postgres.logFolder() + ", and what was committed is kept.");
                }
                Duration wait = WAITS.get(tries++);
                String next = "start " + tries + " of " + WAITS.size() + " in " + wait.toSeconds() + " s";
                said.accept(reason + "; " + next + ", see " + postgres.logFolder() + ".");
                away.accept("It ended although nobody stopped it; " + next + ".");
                pause.sleep(wait);
                try {
                    if (!postgres.startAgain()) {
                        return Optional.empty();
                    }
                    runs = true;
                } catch (EmbeddedPostgresException e) {
                    reason = "PostgreSQL could not be started again (" + withoutStop(String.valueOf(e.getMessage()))
                            + ")";
                }
            }
            runsSince = clock.instant();
            away.accept("");
            said.accept("PostgreSQL runs again (process " + postgres.pid() + ", port " + postgres.port()
                    + "), with all that was committed.");
        }
        return Optional.empty();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
