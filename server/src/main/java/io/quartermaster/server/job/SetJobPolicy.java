package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sets how a recurring job is handed out: what a run does that comes due while one is in process, and chance. */
@Singleton
public class SetJobPolicy {
    private static final int SECONDS_PER_MINUTE = 60;

    private final Database database;
    private final JobRepository jobs;
    private final NextRuns nextRuns;
    private final AgentSessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;

    public SetJobPolicy(
            Database database,
            JobRepository jobs,
            NextRuns nextRuns,
            AgentSessions sessions,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.jobs = jobs;
        this.nextRuns = nextRuns;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The next run gets its chance at once, unless it is due.
     *
     * @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE for a job that runs once, or at an interval that is
     *     not longer than the chance
     */
    public ScheduledJob run(Caller caller, UUID jobId, JobPolicy policy) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            ScheduledJob job = jobs.find(tx, jobId)
                    .flatMap(found -> jobs.lock(tx, found.agentId(), jobId))
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.NOT_FOUND, "Job " + jobId + " is neither on the schedule nor in process."));
            Refusals.refuseContainers(
                    caller,
                    JobTable.SCHEDULED.containersOutside(
                            tx,
                            new SqlCondition("j.id = :jobId", Map.of("jobId", jobId)),
                            caller.containers(StoreVerb.SCHEDULE)));
            refuseUnfit(job, policy);
            NextRuns.Run next = job.nextRun().isAfter(now)
                    ? nextRuns.again(job, policy.jitterSeconds())
                    : new NextRuns.Run(job.nextRun(), job.jitteredSeconds());
            jobs.changePolicy(tx, job, policy, next, now, caller.name());
            sessions.markStale(tx, List.of(job.agentId()));
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.ORCHESTRATOR_JOB,
                            AuditOperation.UPDATED,
                            caller.name(),
                            job.jobType(),
                            jobId.toString(),
                            new AuditMessage()
                                    .before("Policy", new JobPolicy(job.overlap(), job.jitterSeconds()).words())
                                    .after("Policy", policy.words())));
            return jobs.find(tx, jobId).orElseThrow();
        });
    }

    private static void refuseUnfit(ScheduledJob job, JobPolicy policy) {
        if (!(job.schedule() instanceof Schedule.Recurring)) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE,
                    "Job " + job.jobId() + " runs once; overlap and jitter are of recurring jobs.");
        }
        if (job.schedule() instanceof Schedule.Interval(int minutes)
                && policy.jitterSeconds() >= minutes * SECONDS_PER_MINUTE) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE,
                    "Job " + job.jobId() + " runs every " + minutes + " minutes; JitterSeconds must be below "
                            + minutes * SECONDS_PER_MINUTE + ".");
        }
    }
}
