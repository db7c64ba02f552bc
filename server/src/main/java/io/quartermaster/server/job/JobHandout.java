package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What an agent is told about its jobs when it registers. Listing starts nothing. Safe for many threads. */
@Singleton
public class JobHandout {
    /** Jobs in one list; an agent with more gets the rest when it registers anew. */
    public static final int JOBS_LISTED_MAX = 1_000;

    /** Agents count in whole minutes, so a job that is due within the next one counts as due. */
    static final Duration EARLY = Duration.ofMinutes(1);

    private final StartRepository starts;
    private final JobHandlers handlers;

    public JobHandout(StartRepository starts, JobHandlers handlers) {
        this.starts = starts;
        this.handlers = handlers;
    }

    /**
     * The jobs of an agent, earliest first. A due job has no schedule, so that every agent runs it at once; a later one
     * has its next run as a one-time schedule, because an agent's own arithmetic starts anew at each registration and
     * would never reach a long interval (C agent, schedule.c).
     *
     * @return complete false when there are more than {@link #JOBS_LISTED_MAX}
     */
    public ListedJobs listFor(Handle tx, UUID agentId, Instant now) {
        List<ListedJob> jobs = starts.listed(tx, agentId, now.plus(EARLY), now, JOBS_LISTED_MAX + 1);
        boolean complete = jobs.size() <= JOBS_LISTED_MAX;
        List<JobEntry> entries =
                jobs.stream().limit(JOBS_LISTED_MAX).map(job -> entry(job, now)).toList();
        return new ListedJobs(entries, complete);
    }

    private JobEntry entry(ListedJob job, Instant now) {
        JobHandler handler = handlers.of(job.kind());
        return new JobEntry(
                job.jobId().toString(),
                job.jobTypeId().toString(),
                handler.capability(job.jobType()),
                handler.configurationEndpoint(),
                handler.completionEndpoint(),
                isDue(job, now) ? null : Schedule.agentText(job.nextRun(), now),
                null,
                job.priority());
    }

    static boolean isDue(ListedJob job, Instant now) {
        return !job.nextRun().isAfter(now.plus(EARLY));
    }

    /** A list of jobs as the agent gets it. */
    public record ListedJobs(List<JobEntry> entries, boolean complete) {}
}
