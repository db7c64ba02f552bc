package io.quartermaster.server.job;

import java.time.Instant;
import java.util.UUID;

/** How a recurring job is handed out, and when it runs next. */
public record JobPolicyResponse(UUID jobId, String overlap, int jitterSeconds, Instant nextRun) {
    static JobPolicyResponse of(ScheduledJob job) {
        return new JobPolicyResponse(job.jobId(), job.overlap().title(), job.jitterSeconds(), job.nextRun());
    }
}
