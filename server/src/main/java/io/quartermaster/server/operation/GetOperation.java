package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Shows one bulk operation. */
@Singleton
public class GetOperation {
    private final Database database;
    private final JobOperationRepository operations;

    public GetOperation(Database database, JobOperationRepository operations) {
        this.database = database;
        this.operations = operations;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND */
    public JobOperation run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> operations.find(tx, id).orElseThrow(() -> notFound(id)));
    }

    static CommandException notFound(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no operation " + id + ".");
    }
}
