package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What the end of attempts leads to, whoever ends them: the agent's completion, the server's time limit, or an agent
 * that starts over. Callers have locked the job rows and the attempts.
 */
@Singleton
public class EndAttempts {
    /** What people read in the history of an attempt that the server closed. */
    static final String LOST_MESSAGE = "The orchestrator stopped reporting";

    /** A retry waits two minutes at first and twice as long each time, but no longer than this. */
    static final Duration RETRY_WAIT_MAX = Duration.ofMinutes(60);

    private static final int RETRY_WAIT_DOUBLINGS_MAX = 6;

    private static final Set<JobKind> RETRIED =
            EnumSet.of(JobKind.MANAGEMENT, JobKind.REENROLLMENT, JobKind.DISCOVERY, JobKind.CUSTOM, JobKind.FETCH_LOGS);

    private final AttemptRepository attempts;
    private final JobRepository jobs;
    private final AgentSessions sessions;
    private final JobHandlers handlers;
    private final JobSettings settings;

    public EndAttempts(
            AttemptRepository attempts,
            JobRepository jobs,
            AgentSessions sessions,
            JobHandlers handlers,
            JobSettings settings) {
        this.attempts = attempts;
        this.jobs = jobs;
        this.sessions = sessions;
        this.handlers = handlers;
        this.settings = settings;
    }

    /** The agent reported. */
    void reported(Handle tx, EndedAttempt ended, Instant now) {
        end(tx, List.of(ended), now, false, "session " + ended.attempt().sessionToken());
    }

    /** The agent asked for the same job anew, so it has forgotten this attempt. */
    void lost(Handle tx, Attempt attempt, Instant now) {
        lost(tx, List.of(attempt), now);
    }

    /** The agent was silent for longer than the time limit. */
    void lost(Handle tx, List<Attempt> lost, Instant now) {
        Conclusion conclusion = new Conclusion(JobResult.FAILURE, LOST_MESSAGE);
        end(
                tx,
                lost.stream()
                        .map(attempt -> new EndedAttempt(attempt, conclusion))
                        .toList(),
                now,
                true,
                "server");
    }

    private void end(Handle tx, List<EndedAttempt> ended, Instant now, boolean lost, String actor) {
        Set<UUID> retriable = jobs.oneTimeInProcess(
                tx, ended.stream().map(e -> e.attempt().jobId()).toList());
        List<AttemptOutcome> outcomes = ended.stream()
                .map(e -> new AttemptOutcome(
                        e.attempt(),
                        e.conclusion(),
                        retriable.contains(e.attempt().jobId()) && failedWithRetryLeft(e)
                                ? now.plus(retryWait(e.attempt().retryCount() + 1))
                                : null))
                .toList();
        attempts.end(tx, outcomes, now, lost, actor);
        Map<JobKind, List<EndedAttempt>> byKind =
                ended.stream().collect(Collectors.groupingBy(e -> e.attempt().kind()));
        byKind.forEach((kind, ofKind) -> handlers.of(kind).completed(tx, ofKind));
        sessions.markStale(tx, jobs.agentsWithNews(tx, outcomes));
    }

    private boolean failedWithRetryLeft(EndedAttempt ended) {
        return ended.conclusion().result() == JobResult.FAILURE
                && RETRIED.contains(ended.attempt().kind())
                && ended.attempt().retryCount() < settings.retriesMax();
    }

    /** @param retry 1 for the first */
    static Duration retryWait(int retry) {
        Duration wait = Duration.ofMinutes(1L << Math.min(retry, RETRY_WAIT_DOUBLINGS_MAX));
        return wait.compareTo(RETRY_WAIT_MAX) > 0 ? RETRY_WAIT_MAX : wait;
    }
}
