package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentDeparture;
import io.quartermaster.server.agent.Departing;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What becomes of an agent's jobs when it is reset or deleted: all leave the schedule, and what is in process ends as a
 * failure without a retry. The history stays.
 */
@Singleton
public class JobDeparture implements AgentDeparture {
    private final JobRepository jobs;
    private final AttemptRepository attempts;
    private final EndAttempts endAttempts;
    private final InstantSource clock;

    public JobDeparture(JobRepository jobs, AttemptRepository attempts, EndAttempts endAttempts, InstantSource clock) {
        this.jobs = jobs;
        this.attempts = attempts;
        this.endAttempts = endAttempts;
        this.clock = clock;
    }

    @Override
    public Turn turn() {
        return Turn.JOBS;
    }

    @Override
    public Departing departing(Handle tx, UUID agentId) {
        return new Departing("scheduled jobs", jobs.countOf(tx, agentId));
    }

    /** Whoever may reset an agent may end its jobs; what these would have done to stores is asked for there. */
    @Override
    public void permit(Caller caller, Handle tx, Collection<UUID> agentIds) {}

    @Override
    public void leave(Handle tx, Collection<UUID> agentIds, Cause cause, String actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<UUID> sorted = agentIds.stream().distinct().sorted().toList();
        jobs.removeAllOf(tx, sorted, now, actor);
        endAttempts.lost(tx, attempts.lockAllOf(tx, sorted), now);
    }
}
