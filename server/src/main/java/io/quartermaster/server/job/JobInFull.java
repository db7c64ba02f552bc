package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one job that is on the schedule or in process.
 *
 * @param fields what its kind needs
 * @param rolloutId the rollout it belongs to; null for none
 * @param lastAttempt its newest one, which may be in process; null before the first
 */
public record JobInFull(
        JobLine job,
        UUID jobTypeId,
        JsonNode fields,
        Overlap overlap,
        int jitterSeconds,
        @Nullable UUID rolloutId,
        @Nullable ListedAttempt lastAttempt) {}
