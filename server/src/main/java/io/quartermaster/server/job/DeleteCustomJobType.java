package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Removes a custom job type of which no job is scheduled or in process. The history of its jobs stays. */
@Singleton
public class DeleteCustomJobType {
    private final Database database;
    private final CustomJobTypeRepository types;
    private final CustomJobRepository jobs;
    private final AuditLog audit;

    public DeleteCustomJobType(
            Database database, CustomJobTypeRepository types, CustomJobRepository jobs, AuditLog audit) {
        this.database = database;
        this.types = types;
        this.jobs = jobs;
        this.audit = audit;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND; NAME_IN_USE while there are jobs of the type */
    public void run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            CustomJobType type = types.lockForChange(tx, id).orElseThrow(() -> GetCustomJobType.notFound(id));
            long inUse = jobs.count(tx, id);
            if (inUse > 0) {
                throw inUse(type, inUse, "cannot be deleted");
            }
            types.delete(tx, id);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.CUSTOM_JOB_TYPE,
                            AuditOperation.DELETED,
                            caller.name(),
                            type.name(),
                            id.toString(),
                            new AuditMessage()
                                    .before("Name", type.name())
                                    .before("Fields", type.definition().fieldsInWords())));
        });
    }

    static CommandException inUse(CustomJobType type, long jobs, String refusal) {
        return new CommandException(
                ErrorKind.NAME_IN_USE,
                "Job type '" + type.name() + "' " + refusal + " while " + jobs + (jobs == 1 ? " job is" : " jobs are")
                        + " scheduled or in process. Unschedule them first.");
    }
}
