package io.quartermaster.server.job;

import io.quartermaster.server.db.Ids;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The record of bulk operations. A command begins one, hands it to the statements that change jobs, and notes at its
 * end what it came to. Safe for many threads.
 */
@Singleton
public class JobOperations {
    private final JobOperationRepository repository;
    private final Supplier<JobSettings> settings;
    private final Ids ids;

    public JobOperations(JobOperationRepository repository, Supplier<JobSettings> settings, Ids ids) {
        this.repository = repository;
        this.settings = settings;
        this.ids = ids;
    }

    /** Writes nothing yet. */
    JobOperation begin(BulkAction action, Caller caller, BulkSelection selection, Instant now) {
        return new JobOperation(
                ids.next(),
                action,
                now,
                caller.name(),
                selection.planned().map(PlannedSet::reason).orElse(null),
                selection.words(),
                0,
                0,
                selection.planned().map(PlannedSet::planId).orElse(null),
                null,
                null,
                keptUntil(now));
    }

    /** Writes nothing yet. */
    public JobOperation beginUndo(JobOperation unschedule, Caller caller, @Nullable String reason, Instant now) {
        return new JobOperation(
                ids.next(),
                BulkAction.UNDO,
                now,
                caller.name(),
                reason,
                unschedule.selection(),
                0,
                0,
                null,
                unschedule.id(),
                null,
                unschedule.jobsKeptUntil());
    }

    private Instant keptUntil(Instant now) {
        return now.plus(Duration.ofDays(settings.get().undoDays()));
    }

    /** @return the operation as it is now on record */
    public JobOperation end(Handle tx, JobOperation begun, long jobs, int agents) {
        JobOperation ended = begun.changing(jobs, agents);
        repository.insert(tx, ended);
        return ended;
    }
}
