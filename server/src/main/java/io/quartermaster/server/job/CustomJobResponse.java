package io.quartermaster.server.job;

import io.quartermaster.server.schedule.ScheduleJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The job that was scheduled. */
public record CustomJobResponse(
        UUID jobId,
        UUID orchestratorId,
        String jobTypeName,
        ScheduleJson schedule,
        List<JobFieldResponse> jobFields,
        Instant requestTimestamp) {}
