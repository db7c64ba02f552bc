package io.quartermaster.server.live;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delivery and what became of it. */
public record DeliveryResponse(
        UUID id,

        @Schema(description = "job or test") String kind,

        @Schema(description = "What is sent, as text") String body,

        @Schema(description = "The delivery it repeats") @Nullable
        UUID replayOf,

        @Schema(description = "WAITING, DELIVERED or FAILED")
        String state,

        int attempts,
        Instant created,
        @Nullable Instant nextAttempt,
        @Nullable Instant lastAttempt,

        @Schema(description = "The status of the last answer; null when none came") @Nullable
        Integer status,

        @Schema(description = "Why the last attempt failed") @Nullable
        String error) {

    static DeliveryResponse of(Delivery delivery) {
        return new DeliveryResponse(
                delivery.id(),
                delivery.kind(),
                delivery.body(),
                delivery.replayOf(),
                delivery.state().name(),
                delivery.attempts(),
                delivery.created(),
                delivery.nextAttempt(),
                delivery.lastAttempt(),
                delivery.status(),
                delivery.error());
    }
}
