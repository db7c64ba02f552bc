package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.AdvanceRollouts;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.Obstruction;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Lets a stopped rollout go on. The failures so far do not count any more. */
@Singleton
public class ResumeRollout {
    private final Database database;
    private final RolloutRepository rollouts;
    private final HeldJobs heldJobs;
    private final AdvanceRollouts advanceRollouts;
    private final AuditLog audit;
    private final InstantSource clock;

    public ResumeRollout(
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

    /** @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE for one that is not stopped */
    public Rollout run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Rollout before = rollouts.existing(tx, id);
            if (!rollouts.resume(tx, id)) {
                throw before.cannotBe("resumed");
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            advanceRollouts.resumed(tx, id, now);
            heldJobs.wake(tx, new Obstruction.Rollout(id), now);
            audit.append(tx, RolloutAudit.changed(caller, id, "Resumed"));
            return rollouts.existing(tx, id);
        });
    }
}
