package io.quartermaster.server.job;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a job, in order.
 *
 * @param more there are events after the last of these
 * @param keptFrom what happened before is not kept any more; null where all is kept
 */
public record JobTimeline(
        UUID jobId,
        UUID agentId,
        List<Entry> entries,
        boolean more,
        @Nullable Instant keptFrom) {

    /**
     * One event.
     *
     * @param actor a person, {@code server}, or {@code session} and the token of the agent's session
     * @param historyId of the attempt it is about
     * @param retryCount of that attempt, 0 for the first
     * @param result what the agent reported, as a number of {@link JobResult}; null for other events
     */
    public record Entry(
            long id,
            Instant at,
            JobEvent event,
            String actor,
            @Nullable Long historyId,
            @Nullable Integer retryCount,
            @Nullable Integer result,
            @Nullable String detail) {
        private static final String SESSION = "session ";

        /** So much of a token tells sessions apart and opens nothing. */
        private static final int TOKEN_CHARACTERS_SHOWN = 8;

        /** Who did it: a person, {@code server} or {@code agent}. */
        String who() {
            return actor.startsWith(SESSION) ? "agent" : actor;
        }

        /** The beginning of the token of the agent's session, which is the same for all it did in this session. */
        @Nullable
        String session() {
            return actor.startsWith(SESSION)
                    ? actor.substring(SESSION.length(), SESSION.length() + TOKEN_CHARACTERS_SHOWN)
                    : null;
        }

        /** When the job is tried again; null for other events. */
        @Nullable
        Instant retryAt() {
            return event == JobEvent.RETRY_PLANNED && detail != null ? Instant.parse(detail) : null;
        }

        @Nullable
        Duration retryWait() {
            Instant retryAt = retryAt();
            return retryAt == null ? null : Duration.between(at.truncatedTo(ChronoUnit.SECONDS), retryAt);
        }
    }
}
