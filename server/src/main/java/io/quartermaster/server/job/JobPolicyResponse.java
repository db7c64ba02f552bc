package io.quartermaster.server.job;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** How a recurring job is handed out, and when it runs next. */
public record JobPolicyResponse(UUID jobId, String overlap, int jitterSeconds, Instant nextRun) {
    static JobPolicyResponse of(ScheduledJob job) {
        String name = job.overlap().name();
        return new JobPolicyResponse(
                job.jobId(),
                name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT),
                job.jitterSeconds(),
                job.nextRun());
    }
}
