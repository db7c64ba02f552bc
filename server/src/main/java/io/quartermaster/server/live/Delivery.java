package io.quartermaster.server.live;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message for a webhook, and what became of it.
 *
 * @param kind {@code job}, {@code agents} or {@code test}
 * @param body as it is sent
 * @param replayOf the delivery whose body it repeats
 * @param nextAttempt null when there is none
 * @param status of the last answer; null when none came
 */
record Delivery(
        UUID id,
        UUID webhookId,
        String kind,
        String body,
        @Nullable UUID replayOf,
        State state,
        int attempts,
        Instant created,
        @Nullable Instant nextAttempt,
        @Nullable Instant lastAttempt,
        @Nullable Integer status,
        @Nullable String error) {

    enum State {
        WAITING,
        DELIVERED,
        FAILED
    }

    static Delivery waiting(UUID id, UUID webhookId, String kind, String body, Instant now) {
        return new Delivery(id, webhookId, kind, body, null, State.WAITING, 0, now, now, null, null, null);
    }

    Delivery again(UUID newId, Instant now) {
        return new Delivery(newId, webhookId, kind, body, id, State.WAITING, 0, now, now, null, null, null);
    }

    /** @param next when it is tried again if it failed; null for never */
    Delivery after(Outcome outcome, Instant now, @Nullable Instant next) {
        State then = outcome.succeeded() ? State.DELIVERED : next == null ? State.FAILED : State.WAITING;
        return new Delivery(
                id,
                webhookId,
                kind,
                body,
                replayOf,
                then,
                attempts + 1,
                created,
                then == State.WAITING ? next : null,
                now,
                outcome.status(),
                outcome.error());
    }

    /**
     * What came of one attempt.
     *
     * @param status null when no answer came
     * @param error null when it succeeded
     */
    record Outcome(@Nullable Integer status, @Nullable String error) {
        boolean succeeded() {
            return error == null;
        }
    }
}
