package io.quartermaster.server.job;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an attempt brought back. */
public record JobDataResponse(
        long jobHistoryId,

        @Schema(description = "At most 2 MiB; null when there is none, or not yet") @Nullable
        String data) {}
