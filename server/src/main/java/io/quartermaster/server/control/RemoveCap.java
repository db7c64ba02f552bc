package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditLog;
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

/** Takes a limit on running jobs away. Jobs that waited for room start at the next heartbeat of their agents. */
@Singleton
public class RemoveCap {
    private final Database database;
    private final CapRepository caps;
    private final HeldJobs heldJobs;
    private final AuditLog audit;
    private final InstantSource clock;

    public RemoveCap(Database database, CapRepository caps, HeldJobs heldJobs, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.caps = caps;
        this.heldJobs = heldJobs;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND when there is no such cap */
    public void run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Cap cap = caps.lock(tx, id)
                    .orElseThrow(() -> new CommandException(ErrorKind.NOT_FOUND, "There is no cap " + id + "."));
            heldJobs.wake(tx, new Obstruction.Cap(id), now);
            caps.delete(tx, id);
            audit.append(tx, SetCap.entry(AuditOperation.DELETED, caller, cap));
        });
    }
}
