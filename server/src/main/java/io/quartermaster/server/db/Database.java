package io.quartermaster.server.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in transactions on PostgreSQL.
 *
 * <p>One call is one transaction at READ COMMITTED, PostgreSQL's own default, which is why it is not set again for each
 * transaction. It is committed when the work returns, and rolled back when the work throws; the exception goes on to
 * the caller unchanged. When PostgreSQL asks for another attempt (SQLSTATE 40001 serialization failure, 40P01
 * deadlock), the work is rolled back and runs again after a pause of random length, at most
 * {@link DatabaseSettings#attemptsMax} times in all.
 *
 * <p>Nothing stays set on the connection between transactions, so that a pool in transaction mode (PgBouncer) may stand
 * between: the time limit of statements is held on this side and ends a statement with a cancel request.
 *
 * <p>A transaction inside a transaction is refused: it would be another one, on a second connection.
 *
 * <p>Safe for many threads.
 */
public final class Database {
    /** PostgreSQL's words for: run the transaction again. */
    private static final Set<String> RETRIED_STATES = Set.of("40001", "40P01");

    /** Keeps the doubled pause far from the end of a long; {@link DatabaseSettings#pauseMax} is reached before. */
    private static final int DOUBLINGS_MAX = 20;

    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final ScopedValue<Boolean> INSIDE = ScopedValue.newInstance();

    private final Jdbi jdbi;
    private final DatabaseSettings settings;
    private final Pause pause;
    private final RandomGenerator random;

    /** Said once when it begins and once when it ends, whoever notices. */
    private final AtomicBoolean away = new AtomicBoolean();

    private volatile boolean ending;

    public Database(DataSource dataSource, DatabaseSettings settings, Pause pause, RandomGenerator random) {
        this.jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
        this.settings = settings;
        this.pause = pause;
        this.random = random;
    }

    /**
     * Runs work in a transaction and gives back its result.
     *
     * @throws IllegalStateException inside another transaction of this thread
     */
    public <T extends @Nullable Object> T inTransaction(TransactionWork<T> work) {
        return retried(work, false);
    }

    /** {@link #inTransaction} for work without a result. */
    public void runInTransaction(TransactionAction action) {
        this.<@Nullable Void>inTransaction(tx -> {
            action.run(tx);
            return null;
        });
    }

    /** Runs work that only reads; PostgreSQL refuses everything else (SQLSTATE 25006). */
    public <T extends @Nullable Object> T read(TransactionWork<T> work) {
        return retried(work, true);
    }

    private <T extends @Nullable Object> T retried(TransactionWork<T> work, boolean readOnly) {
        if (INSIDE.isBound()) {
            throw new IllegalStateException("A transaction was begun inside another one; pass the handle on instead.");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                T result = ScopedValue.where(INSIDE, true).call(() -> once(work, readOnly));
                if (away.get() && away.compareAndSet(true, false)) {
                    LOG.info("The database answers again.");
                }
                return result;
            } catch (RuntimeException e) {
                if (!ending && Outage.caused(e) && away.compareAndSet(false, true)) {
                    LOG.errorf(
                            "The database cannot be reached (%s); what needs it waits until it is back.", firstLine(e));
                }
                if (attempt >= settings.attemptsMax() || !asksForAnotherAttempt(e)) {
                    throw e;
                }
                pauseAfter(attempt, e);
            }
        }
    }

    /**
     * Does a part of a large work again and again, each in a transaction of its own, until a part has found nothing.
     *
     * @param part gives how much it did
     */
    public void untilNothingIsLeft(TransactionWork<Integer> part) {
        while (inTransaction(part) > 0) {
            // The part is the work.
        }
    }

    /**
     * The server ends: connections are closed under what still runs, which is no outage to speak of. Such work fails as
     * before.
     */
    void end() {
        ending = true;
    }

    private <T extends @Nullable Object> T once(TransactionWork<T> work, boolean readOnly) {
        try (Handle handle = jdbi.open()) {
            handle.getConfig(SqlStatements.class)
                    .setQueryTimeout((int) settings.statementTimeMax().toSeconds());
            handle.setReadOnly(readOnly);
            try {
                return handle.inTransaction(work::run);
            } finally {
                handle.setReadOnly(false);
            }
        }
    }

    private void pauseAfter(int attempt, RuntimeException cause) {
        Duration doubled = settings.pauseFirst().multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS_MAX));
        long nanosMax = Math.min(settings.pauseMax().toNanos(), doubled.toNanos());
        try {
            pause.sleep(Duration.ofNanos(nanosMax == 0 ? 0 : random.nextLong(nanosMax + 1)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cause.addSuppressed(interrupted);
            throw cause;
        }
    }

    private static String firstLine(Throwable fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }

    private static boolean asksForAnotherAttempt(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql
                    && sql.getSQLState() != null
                    && RETRIED_STATES.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
