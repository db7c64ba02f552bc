package io.quartermaster.server.job;

import io.quartermaster.server.schedule.ScheduleJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The jobs that were scheduled, and the orchestrators that got none. */
public record CustomJobsResponse(
        List<JobPairResponse> orchestratorJobPairs,
        List<UUID> failedOrchestratorIds,
        String jobTypeName,
        ScheduleJson schedule,
        List<JobFieldResponse> jobFields,
        Instant requestTimestamp) {

    /** A job and who is to do it. */
    public record JobPairResponse(UUID jobId, UUID orchestratorId) {}
}
