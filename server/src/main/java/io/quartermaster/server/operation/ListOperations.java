package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the bulk operations on record, newest first. */
@Singleton
public class ListOperations {
    private final Database database;
    private final JobOperationRepository operations;

    public ListOperations(Database database, JobOperationRepository operations) {
        this.database = database;
        this.operations = operations;
    }

    /**
     * @param after the last one of the list before; null at its start
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    public List<JobOperation> run(Caller caller, @Nullable UUID after, int limit) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> operations.list(tx, after, limit));
    }
}
