package io.quartermaster.server.job;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.CustomJobRepository.JobSecret;
import io.quartermaster.server.secret.SecretRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes the secrets that no job needs any more: of jobs that were unscheduled, or whose agent was reset or deleted, and
 * of fields that were removed from their type. That a secret is not needed can be seen at any time, so none is forgotten
 * after a failure.
 */
@Singleton
public class PurgeJobSecrets {
    /** Secrets looked at in one step, which is one transaction: that each is looked at soon is enough. */
    static final int LOOKED_AT_MAX = 2_000;

    private final Database database;
    private final CustomJobRepository jobs;
    private final SecretRepository secrets;

    /** Where the next step begins; each server has its own round. */
    private volatile JobSecret after = JobSecret.FIRST;

    public PurgeJobSecrets(Database database, CustomJobRepository jobs, SecretRepository secrets) {
        this.database = database;
        this.jobs = jobs;
        this.secrets = secrets;
    }

    /** Looks at all secrets. Gives how many were deleted. */
    public int run() {
        int deleted = 0;
        after = JobSecret.FIRST;
        do {
            deleted += step();
        } while (!after.equals(JobSecret.FIRST));
        return deleted;
    }

    /** Looks at the next ones, and begins anew after the last. Gives how many were deleted. */
    public int step() {
        JobSecret from = after;
        List<UUID> deleted = new ArrayList<>();
        after = database.inTransaction(tx -> {
            Optional<JobSecret> last = jobs.lastOfNext(tx, from, LOOKED_AT_MAX);
            List<UUID> ids = jobs.ownedByNone(tx, jobs.disownUnneeded(tx, from, last.orElse(JobSecret.LAST)));
            secrets.delete(tx, ids);
            deleted.clear();
            deleted.addAll(ids);
            return last.orElse(JobSecret.FIRST);
        });
        return deleted.size();
    }
}
