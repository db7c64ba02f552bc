package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentSessions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The schedule, for commands of other features that put jobs on it or take them off as part of what they do. They have
 * checked the permission; they write the audit entry. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class JobSchedule {
    private final JobRepository jobs;
    private final AgentSessions sessions;
    private final WarnOfJobs warnOfJobs;

    public JobSchedule(JobRepository jobs, AgentSessions sessions, WarnOfJobs warnOfJobs) {
        this.jobs = jobs;
        this.sessions = sessions;
        this.warnOfJobs = warnOfJobs;
    }

    /** Adds jobs; their agents are told at their next heartbeat. */
    public void add(Handle tx, String actor, List<NewJob> added, Instant now) {
        jobs.insert(tx, added, now, actor);
        warnOfJobs.run(tx, added, now);
        sessions.markStale(tx, agentsOf(added));
    }

    /** The same on agents that the command has locked, and found approved and capable: there is nothing to warn of. */
    void addToFit(Handle tx, String actor, List<NewJob> added, Instant now) {
        jobs.insert(tx, added, now, actor);
        sessions.markStale(tx, agentsOf(added));
    }

    private static List<UUID> agentsOf(List<NewJob> added) {
        return added.stream().map(NewJob::agentId).distinct().toList();
    }

    /** Removes jobs of any kind, also one-time jobs that are in process: their attempts end without a retry. */
    public void remove(Handle tx, String actor, Collection<UUID> jobIds, Instant now) {
        sessions.markStale(tx, jobs.remove(tx, jobIds, now, actor));
    }

    /** The jobs of some stores, of one kind, that are on the schedule or in process; locked. */
    public List<ScheduledJob> lockOfStores(Handle tx, Collection<UUID> storeIds, JobKind kind) {
        return jobs.lockOfStores(tx, storeIds, kind);
    }

    /** The recurring jobs of an agent that belong to no store: custom jobs and log fetches; by id, at most so many. */
    public List<ScheduledJob> recurringWithoutStore(Handle tx, UUID agentId, int limit) {
        return jobs.recurringOf(tx, agentId, List.of(JobKind.CUSTOM, JobKind.FETCH_LOGS), limit);
    }

    /** Gives a job another schedule from now on; it keeps its id. A running attempt goes on. */
    public void changeSchedule(
            Handle tx,
            String actor,
            Collection<UUID> jobIds,
            io.quartermaster.server.schedule.Schedule schedule,
            Instant now) {
        sessions.markStale(tx, jobs.changeSchedule(tx, jobIds, schedule, now, actor));
    }
}
