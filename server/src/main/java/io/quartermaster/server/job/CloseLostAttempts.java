package io.quartermaster.server.job;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/** Closes attempts whose agent has been silent for longer than the time limit, so that none is in process for ever. */
@Singleton
public class CloseLostAttempts {
    /** Attempts closed in one transaction. */
    static final int BATCH_MAX = 500;

    private static final Logger LOG = Logger.getLogger(CloseLostAttempts.class);

    private final Database database;
    private final AttemptRepository attempts;
    private final JobRepository jobs;
    private final EndAttempts endAttempts;
    private final InstantSource clock;

    public CloseLostAttempts(
            Database database,
            AttemptRepository attempts,
            JobRepository jobs,
            EndAttempts endAttempts,
            InstantSource clock) {
        this.database = database;
        this.attempts = attempts;
        this.jobs = jobs;
        this.endAttempts = endAttempts;
        this.clock = clock;
    }

    @SilentInOutage
    @Scheduled(every = "60s", delayed = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyMinute() {
        int closed = run();
        if (closed > 0) {
            LOG.warnf("Closed %d attempts whose orchestrator stopped reporting", closed);
        }
    }

    /** @return how many were closed */
    public int run() {
        int closed = 0;
        int batch;
        do {
            batch = database.inTransaction(tx -> {
                Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                List<Attempt> candidates = attempts.silentSince(tx, now, BATCH_MAX);
                jobs.lockAll(tx, candidates.stream().map(Attempt::jobId).toList());
                List<Attempt> lost = attempts.lockSilent(tx, candidates, now);
                endAttempts.lost(tx, lost, now);
                return lost.size();
            });
            closed += batch;
        } while (batch == BATCH_MAX);
        return closed;
    }
}
