package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private final Supplier<JobSettings> settings;
    private final NextRuns nextRuns;
    private final AdvanceRollouts advanceRollouts;

    public EndAttempts(
            AttemptRepository attempts,
            JobRepository jobs,
            AgentSessions sessions,
            JobHandlers handlers,
            Supplier<JobSettings> settings,
            NextRuns nextRuns,
            AdvanceRollouts advanceRollouts) {
        this.attempts = attempts;
        this.jobs = jobs;
        this.sessions = sessions;
        this.handlers = handlers;
        this.settings = settings;
        this.nextRuns = nextRuns;
        this.advanceRollouts = advanceRollouts;
    }

    /**
     * Agents reported.
     *
     * @param stay those of the jobs that are in process and still on the schedule
     */
    void reported(Handle tx, List<EndedAttempt> ended, Map<UUID, ScheduledJob> stay, Instant now) {
        end(tx, ended, stay, now, JobEvent.COMPLETED, Attempt::actor);
    }

    /** What follows a completion that came after its attempt was closed as lost. */
    void reportedLate(Handle tx, AttemptRepository.OfStore attempt) {
        handlers.of(attempt.kind()).completedLate(tx, attempt.storeId());
    }

    /** The inventory that follows an attempt on a store; empty when none does. */
    Optional<UUID> inventoryAfter(Handle tx, JobKind kind, UUID storeId) {
        return handlers.of(kind).inventoryAfter(tx, storeId);
    }

    /** The agent asked for the same job anew, so it has forgotten this attempt. */
    void lost(Handle tx, Attempt attempt, Instant now) {
        lost(tx, List.of(attempt), now);
    }

    /** The agent was silent for longer than the time limit. */
    void lost(Handle tx, List<Attempt> lost, Instant now) {
        Conclusion conclusion = new Conclusion(JobResult.FAILURE, LOST_MESSAGE);
        closed(
                tx,
                lost.stream()
                        .map(attempt -> new EndedAttempt(attempt, conclusion))
                        .toList(),
                now,
                JobEvent.LOST);
    }

    /** The next runs of these jobs are due and do not wait for the ones that run. */
    void replaced(Handle tx, List<Attempt> given, List<ScheduledJob> jobs, Instant now) {
        Map<UUID, Instant> due = jobs.stream().collect(Collectors.toMap(ScheduledJob::jobId, ScheduledJob::nextRun));
        closed(
                tx,
                given.stream()
                        .map(attempt -> new EndedAttempt(
                                attempt,
                                new Conclusion(
                                        JobResult.FAILURE, "Replaced by the run due at " + due.get(attempt.jobId()))))
                        .toList(),
                now,
                JobEvent.REPLACED);
    }

    private void closed(Handle tx, List<EndedAttempt> ended, Instant now, JobEvent event) {
        Map<UUID, ScheduledJob> stay =
                jobs.inProcess(tx, ended.stream().map(e -> e.attempt().jobId()).toList());
        end(tx, ended, stay, now, event, attempt -> AuditEntry.TIMER_SERVICE);
    }

    private void end(
            Handle tx,
            List<EndedAttempt> ended,
            Map<UUID, ScheduledJob> stay,
            Instant now,
            JobEvent event,
            Function<Attempt, String> actor) {
        List<AttemptOutcome> outcomes = ended.stream()
                .map(e -> outcome(e, Optional.ofNullable(stay.get(e.attempt().jobId())), now))
                .toList();
        attempts.end(tx, outcomes, now, event, actor);
        advanceRollouts.settle(tx, endedOfRollouts(outcomes, stay), now);
        Map<JobKind, List<EndedAttempt>> byKind =
                ended.stream().collect(Collectors.groupingBy(e -> e.attempt().kind()));
        byKind.forEach((kind, ofKind) -> handlers.of(kind).completed(tx, ofKind));
        sessions.markStale(tx, agentsWithNews(tx, outcomes, stay));
    }

    /** Their lists of jobs are out of date: the job itself runs again later, or another job of its store may now start. */
    private Set<UUID> agentsWithNews(Handle tx, List<AttemptOutcome> outcomes, Map<UUID, ScheduledJob> stay) {
        Set<UUID> agents = new TreeSet<>();
        List<UUID> freedStores = new ArrayList<>();
        for (AttemptOutcome outcome : outcomes) {
            ScheduledJob job = stay.get(outcome.attempt().jobId());
            if (job != null && (outcome.retryAt() != null || job.schedule() instanceof Schedule.Recurring)) {
                agents.add(job.agentId());
            }
            StorePlace store = outcome.attempt().store();
            if (store != null) {
                freedStores.add(store.storeId());
            }
        }
        if (!freedStores.isEmpty()) {
            agents.addAll(jobs.agentsWaitingFor(tx, freedStores));
        }
        return agents;
    }

    private static List<WaveRepository.Ended> endedOfRollouts(
            List<AttemptOutcome> outcomes, Map<UUID, ScheduledJob> stay) {
        List<WaveRepository.Ended> ended = new ArrayList<>();
        for (AttemptOutcome outcome : outcomes) {
            ScheduledJob job = stay.get(outcome.attempt().jobId());
            if (job != null && job.rolloutId() != null && outcome.retryAt() == null) {
                ended.add(new WaveRepository.Ended(
                        job.rolloutId(), job.jobId(), outcome.conclusion().result() == JobResult.FAILURE));
            }
        }
        return ended;
    }

    private AttemptOutcome outcome(EndedAttempt ended, Optional<ScheduledJob> job, Instant now) {
        boolean recurring = job.isPresent() && job.get().schedule() instanceof Schedule.Recurring;
        boolean retry = job.isPresent() && !recurring && failedWithRetryLeft(ended);
        boolean skip = recurring
                && job.get().overlap() == Overlap.SKIP
                && !job.get().nextRun().isAfter(now);
        return new AttemptOutcome(
                ended.attempt(),
                ended.conclusion(),
                retry ? retryAt(ended.attempt().retryCount() + 1, now) : null,
                skip ? new AttemptOutcome.Skip(job.get().nextRun(), nextRuns.after(job.get(), now)) : null);
    }

    private boolean failedWithRetryLeft(EndedAttempt ended) {
        return ended.conclusion().result() == JobResult.FAILURE
                && RETRIED.contains(ended.attempt().kind())
                && ended.attempt().retryCount() < settings.get().retriesMax();
    }

    /** A whole minute, since agents are told no seconds: up to one minute less than the wait. */
    static Instant retryAt(int retry, Instant now) {
        return now.plus(retryWait(retry)).truncatedTo(ChronoUnit.MINUTES);
    }

    /** @param retry 1 for the first */
    static Duration retryWait(int retry) {
        Duration wait = Duration.ofMinutes(1L << Math.min(retry, RETRY_WAIT_DOUBLINGS_MAX));
        return wait.compareTo(RETRY_WAIT_MAX) > 0 ? RETRY_WAIT_MAX : wait;
    }
}
