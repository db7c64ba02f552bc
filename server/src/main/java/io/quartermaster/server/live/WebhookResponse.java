package io.quartermaster.server.live;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A webhook. */
public record WebhookResponse(
        UUID id,
        String name,
        String url,
        @Nullable String query,
        List<String> events,
        boolean enabled,

        @Schema(description = "Why it is off; null while it is on") @Nullable
        String offReason,

        @Schema(description = "The first failure since the last delivery that succeeded") @Nullable
        Instant failingSince,

        String changedBy,
        Instant changedAt,

        @Schema(description = "What signatures are made with; only in the answer that creates the webhook") @Nullable
        String secret) {

    static WebhookResponse of(Webhook webhook) {
        return of(webhook, null);
    }

    static WebhookResponse of(Webhook webhook, @Nullable WebhookSecret secret) {
        return new WebhookResponse(
                webhook.id(),
                webhook.wanted().name(),
                webhook.wanted().url(),
                webhook.wanted().query(),
                webhook.wanted().events(),
                webhook.isOn(),
                webhook.offReason(),
                webhook.failingSince(),
                webhook.changedBy(),
                webhook.changedAt(),
                secret == null ? null : secret.value().reveal());
    }
}
