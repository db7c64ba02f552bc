package io.quartermaster.server.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All that is known of one job. */
public record JobInFullResponse(
        @JsonUnwrapped ListedJobResponse job,
        UUID jobTypeId,

        @Schema(description = "Of a custom job: the values of its fields, ******** for secrets; empty for other jobs")
        List<JobFieldResponse> jobFields,

        @Schema(description = "Of a recurring job: Queue, Skip or Replace, see PUT /qm/v1/jobs/{id}/policy")
        String overlap,

        @Schema(description = "At most so much is added to each next run")
        int jitterSeconds,

        @Schema(description = "The rollout it belongs to; null for none") @Nullable
        UUID rolloutId,

        @Schema(description = "The newest one, which may be in process; null before the first") @Nullable
        ListedAttemptResponse lastAttempt) {}
