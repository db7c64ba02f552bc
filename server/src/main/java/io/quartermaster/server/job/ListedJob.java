package io.quartermaster.server.job;

import java.time.Instant;
import java.util.UUID;

/** What of a job an agent is told in its list. Its fields, which may be large, come when it asks for the configuration. */
record ListedJob(UUID jobId, JobKind kind, UUID jobTypeId, String jobType, Instant nextRun, int priority) {}
