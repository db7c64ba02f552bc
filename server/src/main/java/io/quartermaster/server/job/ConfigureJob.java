package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.JobCall;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.query.WrittenGuid;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Hands a job out: the agent asks for its configuration, and gets it with the number of the attempt that thereby begins.
 *
 * <p>This is where it is decided whether a job may start. The job's row is locked here and by every command that takes a
 * job off the schedule, so one of the two comes first: no attempt begins after a job's unschedule succeeded.
 */
@Singleton
public class ConfigureJob {
    private final Database database;
    private final AgentSessions sessions;
    private final JobRepository jobs;
    private final AttemptRepository attempts;
    private final StartRepository starts;
    private final EndAttempts endAttempts;
    private final JobHandlers handlers;
    private final Supplier<JobSettings> settings;
    private final NextRuns nextRuns;
    private final InstantSource clock;

    public ConfigureJob(
            Database database,
            AgentSessions sessions,
            JobRepository jobs,
            AttemptRepository attempts,
            StartRepository starts,
            EndAttempts endAttempts,
            JobHandlers handlers,
            Supplier<JobSettings> settings,
            NextRuns nextRuns,
            InstantSource clock) {
        this.database = database;
        this.sessions = sessions;
        this.jobs = jobs;
        this.attempts = attempts;
        this.starts = starts;
        this.endAttempts = endAttempts;
        this.handlers = handlers;
        this.settings = settings;
        this.nextRuns = nextRuns;
        this.clock = clock;
    }

    /**
     * @param endpoint the kind whose endpoint was called; decides only how a refusal is worded
     * @param account the name of the agent account that signed in
     * @return a record of the agent protocol; one without a configuration when the job may not start
     */
    public Object run(JobKind endpoint, String account, ConfigureRequest request) {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            JobCall call = sessions.lock(tx, account, request.sessionToken(), now);
            if (!(call instanceof JobCall.Valid(AgentSession session))) {
                return sessionRefused(endpoint, call.refusal());
            }
            Optional<UUID> jobId = WrittenGuid.read(request.jobId());
            Optional<ScheduledJob> listed = jobId.flatMap(id -> jobs.lock(tx, session.agentId(), id));
            if (session.superseded()) {
                // Nothing begins with it. But the answer to what it began can have been lost, and the agent asks again.
                return listed.flatMap(job -> attempts.lock(tx, job.agentId(), job.jobId()))
                        .filter(attempt -> attempt.sessionToken().equals(session.token()))
                        .map(attempt -> again(tx, attempt, now))
                        .orElseGet(() -> sessionRefused(endpoint, "This session has ended. Register again."));
            }
            if (listed.isEmpty()) {
                return cancelled(endpoint);
            }
            ScheduledJob job = listed.get();
            Instant dueBy = now.plus(JobHandout.EARLY);
            Optional<Attempt> running = attempts.lock(tx, job.agentId(), job.jobId());
            if (running.isPresent() && running.get().sessionToken().equals(session.token())) {
                return again(tx, running.get(), now);
            }
            if (running.isPresent()) {
                // Asked in a new session: the agent has forgotten the run it had begun.
                endAttempts.lost(tx, running.get(), now);
                listed = jobs.lock(tx, job.agentId(), job.jobId());
                if (listed.isEmpty()) {
                    return cancelled(endpoint);
                }
                job = listed.get();
                if (!(job.schedule() instanceof Schedule.Recurring)) {
                    // It asks now, so its retry need not wait.
                    dueBy = job.nextRun();
                }
            }
            return switch (starts.judge(tx, job, dueBy, now)) {
                case StartVerdict.Free(long historyId) -> begin(tx, session, job, historyId, now);
                case StartVerdict.Blocked(StartJudge by) -> {
                    if (by.obstacle() == Obstacle.NOT_DUE) {
                        // The agent runs a one-time entry once and drops it, so it must be told of the job again.
                        sessions.markStaleFrom(tx, session, job.nextRun().minus(JobHandout.EARLY));
                    }
                    yield notNow(sentence(tx, by, job, dueBy, now));
                }
            };
        });
    }

    private String sentence(Handle tx, StartJudge judge, ScheduledJob job, Instant dueBy, Instant now) {
        List<String> capabilities = handlers.capabilities(job.kind(), job.jobType());
        return judge.blocked()
                .apply(starts.facts(tx, List.of(job.jobId()), capabilities, dueBy, now)
                        .getFirst());
    }

    private Object begin(Handle tx, AgentSession session, ScheduledJob job, long historyId, Instant now) {
        Attempt attempt = Attempt.of(job, historyId, now, session.token());
        Object configuration;
        try {
            configuration = handlers.of(job.kind()).configuration(tx, attempt, Result.success());
        } catch (JobWithdrawnException withdrawn) {
            jobs.withdraw(tx, job, now, AuditEntry.TIMER_SERVICE, withdrawn.reason());
            return cancelled(job.kind());
        }
        Beginning beginning = new Beginning(job, attempt, nextRuns.after(job, now));
        if (attempts.begin(tx, List.of(beginning), now.plus(settings.get().timeLimit()))
                .isEmpty()) {
            return notNow("Another job of this certificate store has just begun.");
        }
        handlers.of(job.kind()).begun(tx, attempt);
        return configuration;
    }

    private Object again(Handle tx, Attempt attempt, Instant now) {
        // Perhaps the first answer was lost; or this request is late, and the agent has long begun.
        attempts.extend(tx, attempt, now.plus(settings.get().timeLimit()));
        return handlers.of(attempt.kind()).configuration(tx, attempt, Result.success());
    }

    // A reenrollment's configuration is always answered with "cancelled": the C agent crashes on any other refusal.
    private static ConfigureReply sessionRefused(JobKind endpoint, String reason) {
        return new ConfigureReply(Result.error(AgentCode.SESSION, reason), 0, endpoint == JobKind.REENROLLMENT);
    }

    // The C agent runs a log job whatever JobCancelled says (agent.c), but not one whose result is an error.
    private static ConfigureReply cancelled(JobKind endpoint) {
        Result result = endpoint == JobKind.FETCH_LOGS
                ? Result.error(AgentCode.CANCELLED, "This job was unscheduled.")
                : Result.success();
        return new ConfigureReply(result, 0, true);
    }

    private static ConfigureReply notNow(String reason) {
        return new ConfigureReply(Result.warning(AgentCode.NOT_NOW, reason), 0, false);
    }
}
