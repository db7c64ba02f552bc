package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.Obstruction;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Stops a rollout, so that none of its jobs starts any more. What runs goes on. */
@Singleton
public class StopRollout {
    private final Database database;
    private final RolloutRepository rollouts;
    private final HeldJobs heldJobs;
    private final AuditLog audit;
    private final InstantSource clock;

    public StopRollout(
            Database database, RolloutRepository rollouts, HeldJobs heldJobs, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.rollouts = rollouts;
        this.heldJobs = heldJobs;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE for one that does not run */
    public Rollout run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Rollout before = rollouts.existing(tx, id);
            // Jobs are locked before their rollout, as at the end of an attempt.
            heldJobs.awaitHandOuts(
                    tx, new Obstruction.Rollout(id), clock.instant().truncatedTo(ChronoUnit.MICROS));
            String because = "Stopped by " + caller.name();
            if (!rollouts.stop(tx, id, because)) {
                throw before.cannotBe("stopped");
            }
            audit.append(tx, RolloutAudit.changed(caller, id, because));
            return rollouts.existing(tx, id);
        });
    }
}
