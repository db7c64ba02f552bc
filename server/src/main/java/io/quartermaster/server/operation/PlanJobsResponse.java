package io.quartermaster.server.operation;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some of the jobs of a plan. */
public record PlanJobsResponse(
        List<PlanJobResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    static PlanJobsResponse of(String list, List<PlannedJob> jobs, int limit) {
        return new PlanJobsResponse(
                jobs.stream().map(PlanJobResponse::of).toList(),
                jobs.size() < limit ? null : Cursors.text(list, jobs.getLast().position()));
    }

    static String list(UUID planId, @Nullable Boolean changes) {
        return "jobs of plan " + planId + (changes == null ? "" : ", Changes=" + changes);
    }

    /** One of them. */
    public record PlanJobResponse(
            @Nullable UUID jobId,

            @Schema(description = "Of Reschedule and Acknowledge: the row of the history") @Nullable
            Long jobHistoryId,

            @Nullable UUID agentId,

            @Schema(description = "The orchestrator's machine") @Nullable
            String agentMachine,

            @Schema(description = "null when the job is gone by now") @Nullable
            String jobType,

            @Nullable String target,

            @Schema(description = "Whether it would change") boolean changes,

            @Schema(description = "Why it would not") @Nullable
            String code,

            @Nullable String reason,

            @Nullable String permission) {

        static PlanJobResponse of(PlannedJob job) {
            return new PlanJobResponse(
                    job.jobId(),
                    job.historyId(),
                    job.agentId(),
                    job.agentMachine(),
                    job.jobType(),
                    job.target(),
                    job.code() == null,
                    job.code(),
                    job.reason(),
                    job.permission());
        }
    }
}
