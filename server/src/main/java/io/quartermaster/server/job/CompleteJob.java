package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.JobCall;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.query.WrittenGuid;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Records how an attempt ended. The same completion may arrive twice (the agent did not get the answer): the second one
 * is answered like the first and changes nothing.
 */
@Singleton
public class CompleteJob {
    /** Characters of an agent's message that are kept. */
    public static final int MESSAGE_LENGTH_MAX = 32_000;

    private final Database database;
    private final AgentSessions sessions;
    private final JobRepository jobs;
    private final AttemptRepository attempts;
    private final EndAttempts endAttempts;
    private final JobDataRepository data;
    private final InstantSource clock;

    public CompleteJob(
            Database database,
            AgentSessions sessions,
            JobRepository jobs,
            AttemptRepository attempts,
            EndAttempts endAttempts,
            JobDataRepository data,
            InstantSource clock) {
        this.database = database;
        this.sessions = sessions;
        this.jobs = jobs;
        this.attempts = attempts;
        this.endAttempts = endAttempts;
        this.data = data;
        this.clock = clock;
    }

    /** @param account the name of the agent account that signed in */
    public CompleteReply run(String account, CompleteRequest request) {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            JobCall call = sessions.check(tx, account, request.sessionToken(), now);
            if (!(call instanceof JobCall.Valid(AgentSession session))) {
                return refused(AgentCode.SESSION, call.refusal());
            }
            Optional<UUID> jobId = WrittenGuid.read(request.jobId());
            if (jobId.isEmpty()) {
                return refused(AgentCode.NO_ATTEMPT, "JobId is not a GUID.");
            }
            // Stores are locked before jobs, and a finished inventory changes its store.
            jobs.lockStoreOf(tx, session.agentId(), jobId.get());
            Optional<ScheduledJob> job = jobs.lock(tx, session.agentId(), jobId.get());
            Optional<Attempt> running = attempts.lock(tx, session.agentId(), jobId.get())
                    .filter(attempt -> attempt.historyId() == request.auditId());
            Conclusion conclusion = conclusion(request);
            if (running.isEmpty()) {
                return late(tx, session, jobId.get(), request, conclusion, now);
            }
            if (session.superseded() && !running.get().sessionToken().equals(session.token())) {
                return refused(AgentCode.SESSION, "This session did not begin the attempt. Register again.");
            }
            storeLog(tx, session, request);
            Map<UUID, ScheduledJob> stay = job.filter(ScheduledJob::inProcess)
                    .map(found -> Map.of(found.jobId(), found))
                    .orElse(Map.of());
            endAttempts.reported(tx, List.of(new EndedAttempt(running.get(), conclusion)), stay, now);
            return recorded(tx, session, request);
        });
    }

    static Conclusion conclusion(CompleteRequest request) {
        return new Conclusion(
                JobResult.ofAgentStatus(request.status()), StoredText.cut(request.message(), MESSAGE_LENGTH_MAX));
    }

    private CompleteReply late(
            Handle tx, AgentSession session, UUID jobId, CompleteRequest request, Conclusion conclusion, Instant now) {
        return switch (attempts.recordLate(tx, session.agentId(), jobId, request.auditId(), conclusion, now)) {
            case RECORDED -> {
                storeLog(tx, session, request);
                attempts.ofStore(tx, session.agentId(), request.auditId())
                        .ifPresent(attempt -> endAttempts.reportedLate(tx, attempt));
                yield recorded(tx, session, request);
            }
            case KNOWN -> recorded(tx, session, request);
            case UNKNOWN ->
                refused(AgentCode.NO_ATTEMPT, "There is no attempt " + request.auditId() + " of job " + jobId + ".");
        };
    }

    private CompleteReply recorded(Handle tx, AgentSession session, CompleteRequest request) {
        Optional<UUID> inventory = attempts.ofStore(tx, session.agentId(), request.auditId())
                .flatMap(attempt -> endAttempts.inventoryAfter(tx, attempt.kind(), attempt.storeId()));
        return new CompleteReply(Result.success(), inventory.map(UUID::toString).orElse(null));
    }

    private void storeLog(Handle tx, AgentSession session, CompleteRequest request) {
        if (request.log() != null) {
            data.put(tx, JobKind.FETCH_LOGS, session.agentId(), request.auditId(), request.log());
        }
    }

    private static CompleteReply refused(int code, String message) {
        return new CompleteReply(Result.error(code, message), null);
    }
}
