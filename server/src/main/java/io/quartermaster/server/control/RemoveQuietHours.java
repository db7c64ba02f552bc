package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.Obstruction;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Takes quiet hours from a container. Jobs that they held start at the next heartbeat of their agents. */
@Singleton
public class RemoveQuietHours {
    private final Database database;
    private final QuietHoursRepository quietHours;
    private final HeldJobs heldJobs;
    private final AuditLog audit;
    private final InstantSource clock;

    public RemoveQuietHours(
            Database database,
            QuietHoursRepository quietHours,
            HeldJobs heldJobs,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.quietHours = quietHours;
        this.heldJobs = heldJobs;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND when there are none with this id */
    public void run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            QuietHours quiet = quietHours
                    .lock(tx, id)
                    .orElseThrow(
                            () -> new CommandException(ErrorKind.NOT_FOUND, "There are no quiet hours " + id + "."));
            Containers.permit(caller, quiet.containerId());
            heldJobs.wake(tx, new Obstruction.QuietHours(id), now);
            quietHours.delete(tx, id);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.JOB_CONTROL,
                            AuditOperation.DELETED,
                            caller.name(),
                            "Quiet hours of container " + quiet.containerId(),
                            id.toString(),
                            new AuditMessage()
                                    .before("QuietHours", quiet.words())
                                    .before("Reason", quiet.reason())));
        });
    }
}
