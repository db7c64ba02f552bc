package io.quartermaster.server.job;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.secret.SecretRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Deletes the secrets of jobs that have left the schedule: unscheduled ones, and those of agents that were reset or
 * deleted. That a secret is here and its job is not can be seen at any time, so none is forgotten after a failure.
 */
@Singleton
public class PurgeJobSecrets {
    /** Secrets deleted in one transaction. */
    static final int BATCH_MAX = 1_000;

    private final Database database;
    private final CustomJobRepository jobs;
    private final SecretRepository secrets;

    public PurgeJobSecrets(Database database, CustomJobRepository jobs, SecretRepository secrets) {
        this.database = database;
        this.jobs = jobs;
        this.secrets = secrets;
    }

    @Scheduled(every = "60s", delayed = "25s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyMinute() {
        run();
    }

    /** @return how many were deleted */
    public int run() {
        int deleted = 0;
        int batch;
        do {
            batch = database.inTransaction(tx -> {
                List<UUID> ids = jobs.disownOfGoneJobs(tx, BATCH_MAX);
                secrets.delete(tx, ids);
                return ids.size();
            });
            deleted += batch;
        } while (batch == BATCH_MAX);
        return deleted;
    }
}
