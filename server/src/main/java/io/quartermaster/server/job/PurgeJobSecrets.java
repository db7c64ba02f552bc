package io.quartermaster.server.job;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.secret.SecretRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Deletes the secrets that no job needs any more: of jobs that were unscheduled, or whose agent was reset or deleted, and
 * of fields that were removed from their type. That a secret is not needed can be seen at any time, so none is forgotten
 * after a failure.
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

    /** @return how many were deleted */
    public int run() {
        int deleted = 0;
        int batch;
        do {
            batch = database.inTransaction(tx -> {
                List<UUID> ids = jobs.disownUnneeded(tx, BATCH_MAX);
                secrets.delete(tx, ids);
                return ids.size();
            });
            deleted += batch;
        } while (batch == BATCH_MAX);
        return deleted;
    }
}
