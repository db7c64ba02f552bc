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
import io.quartermaster.server.job.AdvanceRollouts;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.Obstruction;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Stops a rollout, so that none of its jobs starts any more, and lets it go on. What runs goes on in any case. */
@Singleton
public class HoldRollout {
    private final Database database;
    private final RolloutRepository rollouts;
    private final HeldJobs heldJobs;
    private final AdvanceRollouts advanceRollouts;
    private final AuditLog audit;
    private final InstantSource clock;

    public HoldRollout(
            Database database,
            RolloutRepository rollouts,
            HeldJobs heldJobs,
            AdvanceRollouts advanceRollouts,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.rollouts = rollouts;
        this.heldJobs = heldJobs;
        this.advanceRollouts = advanceRollouts;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE for one that does not run */
    public Rollout stop(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Rollout before = find(tx, id);
            // Jobs are locked before their rollout, as at the end of an attempt.
            heldJobs.awaitHandOuts(tx, new Obstruction.Rollout(id), now());
            String because = "Stopped by " + caller.name();
            if (!rollouts.stop(tx, id, because)) {
                throw notFrom(before, "stopped");
            }
            audit.append(tx, entry(caller, id, because));
            return find(tx, id);
        });
    }

    /**
     * The failures so far do not count any more.
     *
     * @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE for one that is not stopped
     */
    public Rollout resume(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Rollout before = find(tx, id);
            if (!rollouts.resume(tx, id)) {
                throw notFrom(before, "resumed");
            }
            Instant now = now();
            advanceRollouts.resumed(tx, id, now);
            heldJobs.wake(tx, new Obstruction.Rollout(id), now);
            audit.append(tx, entry(caller, id, "Resumed"));
            return find(tx, id);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Rollout find(Handle tx, UUID id) {
        return rollouts.find(tx, id)
                .orElseThrow(() -> new CommandException(ErrorKind.NOT_FOUND, "There is no rollout " + id + "."));
    }

    private static CommandException notFrom(Rollout rollout, String done) {
        return new CommandException(
                ErrorKind.NOT_ELIGIBLE,
                "Rollout " + rollout.id() + " is " + rollout.state() + " and cannot be " + done + ".");
    }

    private static AuditEntry entry(Caller caller, UUID id, String state) {
        return AuditEntry.done(
                AuditCategory.JOB_CONTROL,
                AuditOperation.UPDATED,
                caller.name(),
                "Rollout",
                id.toString(),
                new AuditMessage().after("State", state));
    }
}
