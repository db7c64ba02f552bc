package io.quartermaster.server.control;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pause; one of the four after the id is set. */
public record PauseResponse(
        UUID id,
        @Nullable UUID agentId,
        @Nullable Integer containerId,
        @Nullable String jobType,
        @Nullable String query,
        String reason,
        String pausedBy,
        Instant since,
        @Nullable Instant until) {

    static PauseResponse of(Pause pause) {
        PauseSubject subject = pause.subject();
        return new PauseResponse(
                pause.id(),
                subject instanceof PauseSubject.OfAgent(UUID agentId) ? agentId : null,
                subject instanceof PauseSubject.InContainer(int containerId) ? containerId : null,
                subject instanceof PauseSubject.OfJobType(String jobType) ? jobType : null,
                subject instanceof PauseSubject.ByQuery(String query) ? query : null,
                pause.reason(),
                pause.pausedBy(),
                pause.since(),
                pause.until());
    }
}
