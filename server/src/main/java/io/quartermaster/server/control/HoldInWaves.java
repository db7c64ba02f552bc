package io.quartermaster.server.control;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.ScheduledCustomJobs.JobOfAgent;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Makes a rollout of jobs that the same transaction has put on the schedule: those of the first wave may start, the others
 * are held. The jobs run once; of what kind they are makes no difference. Safe for many threads.
 */
@Singleton
public class HoldInWaves {
    private final RolloutRepository rollouts;
    private final AuditLog audit;
    private final Ids ids;

    public HoldInWaves(RolloutRepository rollouts, AuditLog audit, Ids ids) {
        this.rollouts = rollouts;
        this.audit = audit;
        this.ids = ids;
    }

    /** @param jobs not empty; in the order in which they are to come */
    public Rollout run(
            Handle tx, String startedBy, String jobType, List<JobOfAgent> jobs, RolloutPlan plan, Instant now) {
        List<Integer> sizes = plan.sizes(jobs.size());
        List<List<JobOfAgent>> waves = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            waves.add(jobs.subList(from, from + size));
            from += size;
        }
        UUID id = ids.next();
        rollouts.insert(
                tx,
                new Rollout(
                        id,
                        jobType,
                        Rollout.State.RUNNING,
                        1,
                        plan.failuresMax(),
                        plan.failurePercent(),
                        null,
                        startedBy,
                        now,
                        null,
                        List.of()),
                waves);
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.JOB_CONTROL,
                        AuditOperation.CREATED,
                        startedBy,
                        "Rollout of " + jobType,
                        id.toString(),
                        new AuditMessage().after("Jobs", jobs.size()).after("Waves", sizes)));
        return rollouts.existing(tx, id);
    }
}
