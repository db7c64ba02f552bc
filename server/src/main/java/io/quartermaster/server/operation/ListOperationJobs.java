package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.KeptJob;
import io.quartermaster.server.job.KeptJobRepository;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the jobs that a bulk operation changed, as long as they are kept. */
@Singleton
public class ListOperationJobs {
    private final Database database;
    private final JobOperationRepository operations;
    private final KeptJobRepository jobs;

    public ListOperationJobs(Database database, JobOperationRepository operations, KeptJobRepository jobs) {
        this.database = database;
        this.operations = operations;
        this.jobs = jobs;
    }

    /**
     * @param after the last one of the list before; null at its start
     * @return none once they are not kept any more
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND; MALFORMED for a cursor of another list
     */
    public List<KeptJob> run(Caller caller, UUID operationId, @Nullable String after, int limit) {
        caller.require(AGENTS_MANAGEMENT_READ);
        String list = OperationJobsResponse.list(operationId);
        return database.read(tx -> {
            JobOperation operation =
                    operations.find(tx, operationId).orElseThrow(() -> GetOperation.notFound(operationId));
            return switch (operation.action()) {
                case UNSCHEDULE -> jobs.unscheduled(tx, operationId, Cursors.guid(list, after), limit);
                case UNDO ->
                    jobs.unscheduled(tx, Objects.requireNonNull(operation.undoOf()), Cursors.guid(list, after), limit);
                case RESCHEDULE, ACKNOWLEDGE -> jobs.attempts(tx, operationId, Cursors.number(list, after), limit);
            };
        });
    }
}
