package io.quartermaster.server.operation;

import io.quartermaster.server.job.BulkAction;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a command would do, as it was judged at one moment.
 *
 * @param at when it was made; the time of the query's tokens
 * @param actor who made it
 * @param query null when it was made from a list of ids
 * @param selection the query, or how many ids
 * @param hash of the action and of what it would do to which jobs: equal for equal plans
 * @param operationId what applying it became; null as long as nobody has
 */
public record Plan(
        UUID id,
        BulkAction action,
        Instant at,
        String actor,
        @Nullable String reason,
        @Nullable String query,
        String selection,
        Instant expiresAt,
        String hash,
        @Nullable UUID operationId) {

    /** How long a plan can be applied. */
    public static final Duration VALID_FOR = Duration.ofHours(1);

    /** Jobs in one plan. */
    public static final int JOBS_MAX = 1_000_000;

    boolean byQuery() {
        return query != null;
    }
}
