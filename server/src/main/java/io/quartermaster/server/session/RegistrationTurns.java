package io.quartermaster.server.session;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets few registrations at a time into the database, in the order in which they came. After a power cut all agents come back in
 * the same minute: as many statements at once as there are connections would be slower in all, and leave none to people and to
 * agents at work. Who finds too many waiting is sent away at once, and comes again: agents wait longer after each failure.
 *
 * <p>Safe for many threads.
 */
@Singleton
public class RegistrationTurns {
    static final int AT_ONCE_MAX = 12;

    /** Some seconds of work; each is a request in memory. */
    static final int WAITING_MAX = 2_000;

    static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final Semaphore turns;
    private final int waitingMax;
    private final Duration waitMax;
    private final AtomicInteger waiting = new AtomicInteger();

    @Inject
    public RegistrationTurns() {
        this(AT_ONCE_MAX, WAITING_MAX, WAIT_MAX);
    }

    RegistrationTurns(int atOnceMax, int waitingMax, Duration waitMax) {
        this.turns = new Semaphore(atOnceMax, true);
        this.waitingMax = waitingMax;
        this.waitMax = waitMax;
    }

    /**
     * Does the work when it is its turn.
     *
     * @throws CommandException UNAVAILABLE when too many wait, or it waited too long
     */
    <T> T take(Supplier<T> work) {
        if (!awaitTurn()) {
            throw new CommandException(
                    ErrorKind.UNAVAILABLE, "The server is busy with other registrations; try again in a moment.");
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private boolean awaitTurn() {
        try {
            return waiting.incrementAndGet() <= waitingMax
                    && turns.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.decrementAndGet();
        }
    }
}
