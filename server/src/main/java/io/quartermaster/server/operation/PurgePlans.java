package io.quartermaster.server.operation;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Removes plans a day after they expired; until then, whoever repeats a lost apply is told what it became. */
@Singleton
public class PurgePlans {
    static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(1);

    /** Plans removed in one transaction: one may have a million rows. */
    private static final int BATCH_MAX = 1;

    private final Database database;
    private final PlanRepository plans;
    private final InstantSource clock;

    public PurgePlans(Database database, PlanRepository plans, InstantSource clock) {
        this.database = database;
        this.plans = plans;
        this.clock = clock;
    }

    /** Removes all that is due now. */
    @SilentInOutage
    @Scheduled(every = "10m", delayed = "70s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        Instant expiredBy = clock.instant().minus(KEPT_AFTER_EXPIRY);
        database.untilNothingIsLeft(tx -> plans.purge(tx, expiredBy, BATCH_MAX));
    }
}
