package io.quartermaster.server.job;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Gives up attempts of jobs whose next run is due and replaces the one that runs ({@link Overlap#REPLACE}). */
@Singleton
public class ReplaceAttempts {
    /** Attempts of one transaction. */
    static final int BATCH_MAX = 500;

    private final Database database;
    private final JobRepository jobs;
    private final AttemptRepository attempts;
    private final EndAttempts endAttempts;
    private final InstantSource clock;

    public ReplaceAttempts(
            Database database,
            JobRepository jobs,
            AttemptRepository attempts,
            EndAttempts endAttempts,
            InstantSource clock) {
        this.database = database;
        this.jobs = jobs;
        this.attempts = attempts;
        this.endAttempts = endAttempts;
        this.clock = clock;
    }

    @SilentInOutage
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyFewSeconds() {
        run();
    }

    /** @return how many were given up */
    public int run() {
        int replaced = 0;
        int batch;
        do {
            batch = database.inTransaction(tx -> {
                Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                List<ScheduledJob> overrun = jobs.lockOverrun(tx, now, BATCH_MAX);
                if (!overrun.isEmpty()) {
                    endAttempts.replaced(
                            tx,
                            attempts.lockOf(
                                    tx,
                                    overrun.stream().map(ScheduledJob::jobId).toList()),
                            overrun,
                            now);
                }
                return overrun.size();
            });
            replaced += batch;
        } while (batch == BATCH_MAX);
        return replaced;
    }
}
