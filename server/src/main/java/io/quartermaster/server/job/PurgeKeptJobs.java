package io.quartermaster.server.job;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Forgets which jobs a bulk operation changed, once an unschedule cannot be undone any more; the operation itself stays on
 * record. Then {@link PurgeJobSecrets} finds their secrets. Several servers may do it at the same time.
 */
@Singleton
public class PurgeKeptJobs {
    /** Jobs forgotten in one transaction. */
    static final int BATCH_MAX = 10_000;

    private final Database database;
    private final KeptJobRepository jobs;
    private final InstantSource clock;

    public PurgeKeptJobs(Database database, KeptJobRepository jobs, InstantSource clock) {
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Forgets all that is due now, in transactions of limited size. */
    @SilentInOutage
    @Scheduled(every = "10m", delayed = "50s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        Instant now = clock.instant();
        while (forgetSome(now)) {
            // until no operation is left
        }
    }

    private boolean forgetSome(Instant now) {
        return database.inTransaction(tx -> {
            Optional<UUID> outlived = jobs.lockOutlived(tx, now);
            outlived.ifPresent(id -> jobs.forget(tx, id, BATCH_MAX));
            return outlived.isPresent();
        });
    }
}
