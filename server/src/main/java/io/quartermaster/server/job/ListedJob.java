package io.quartermaster.server.job;

<<<<<<< HEAD
import java.time.Instant;
import java.util.UUID;

/** What of a job an agent is told in its list. Its fields, which may be large, come when it asks for the configuration. */
record ListedJob(UUID jobId, JobKind kind, UUID jobTypeId, String jobType, Instant nextRun, int priority) {}
=======
import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job on the schedule, with all that can be said in one line.
 *
 * @param agentMachine null when the agent is gone
 * @param store null for a job that acts on no store
 * @param inProcess an attempt of it runs now
 */
public record ListedJob(
        UUID jobId,
        UUID agentId,
        @Nullable String agentMachine,
        JobKind kind,
        String jobType,
        @Nullable StorePlace store,
        @Nullable String target,
        Schedule schedule,
        Instant nextRun,
        Instant requestedAt,
        String requestedBy,
        boolean inProcess,
        int retryCount,
        int priority) {}
>>>>>>> 5443f72 (GET /qm/v1/jobs and /qm/v1/history: lists of any length, and one job in full)
