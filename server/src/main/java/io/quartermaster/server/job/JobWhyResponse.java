package io.quartermaster.server.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a job runs or does not run. */
public record JobWhyResponse(
        UUID jobId,
        UUID agentId,
        @Nullable String agentMachine,
        String jobType,

        @Schema(description = "A sentence when the job can never run as things are") @Nullable
        String warning,

        @Schema(description = "Whether it starts when its orchestrator asks for it now")
        boolean canStart,

        @Schema(description = "The code of the first check that is not passed") @Nullable
        String blockedBy,

        String summary,

        @Schema(description = "In the order in which they are asked")
        List<Check> checks) {

    /** What one condition says. */
    @Schema(name = "JobWhyCheck")
    public record Check(
            String code,
            boolean passed,

            @Schema(description = "The first one that is not passed")
            boolean first,

            String message,

            @Schema(description = "When the obstacle ends by itself") @Nullable
            Instant until) {}

    static JobWhyResponse of(JobExplanation explanation) {
        JobExplanation.@Nullable Check first = explanation.firstBlocking().orElse(null);
        return new JobWhyResponse(
                explanation.job().jobId(),
                explanation.job().agentId(),
                explanation.agentMachine(),
                explanation.job().jobType(),
                explanation.warning(),
                first == null,
                first == null ? null : first.code(),
                first == null ? "It starts as soon as its orchestrator asks for it." : first.message(),
                explanation.checks().stream()
                        .map(check -> new Check(
                                check.code(), check.passed(), check.equals(first), check.message(), check.until()))
                        .toList());
    }
}
