package io.quartermaster.server.control;

import io.quartermaster.server.job.Obstruction;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that do not start until somebody resumes them.
 *
 * @param until when it ends by itself; null for never
 */
public record Pause(
        UUID id,
        PauseSubject subject,
        String reason,
        String pausedBy,
        Instant since,
        @Nullable Instant until) {

    Obstruction obstruction() {
        return subject instanceof PauseSubject.ByQuery(String query)
                ? new Obstruction.PauseByQuery(query, pausedBy)
                : new Obstruction.Pause(id);
    }
}
