package io.quartermaster.server.operation;

import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.job.KeptJob;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some of the jobs of a bulk operation. */
public record OperationJobsResponse(
        List<OperationJobResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    static OperationJobsResponse of(UUID operationId, List<KeptJob> jobs, int limit) {
        return new OperationJobsResponse(
                jobs.stream().map(OperationJobResponse::of).toList(),
                jobs.size() < limit ? null : cursor(operationId, jobs.getLast()));
    }

    static String list(UUID operationId) {
        return "jobs of operation " + operationId;
    }

    private static String cursor(UUID operationId, KeptJob job) {
        return Cursors.text(list(operationId), job.historyId() == null ? job.jobId() : job.historyId());
    }

    /** One of them. */
    public record OperationJobResponse(
            UUID jobId,

            @Schema(description = "Of Reschedule and Acknowledge: the row of the history") @Nullable
            Long jobHistoryId,

            UUID agentId,

            @Schema(description = "The orchestrator's machine; empty when it was deleted")
            String agentMachine,

            String jobType,

            @Nullable String target,

            @Schema(description = "The job that was made of it, by an Undo or a Reschedule") @Nullable
            UUID newJobId) {

        static OperationJobResponse of(KeptJob job) {
            return new OperationJobResponse(
                    job.jobId(),
                    job.historyId(),
                    job.agentId(),
                    job.agentMachine(),
                    job.jobType(),
                    job.target(),
                    job.newJobId());
        }
    }
}
