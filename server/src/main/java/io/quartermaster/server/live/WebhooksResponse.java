package io.quartermaster.server.live;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some webhooks, oldest first. */
public record WebhooksResponse(
        List<WebhookResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {
    static final String LIST = "webhooks";

    static WebhooksResponse of(List<Webhook> webhooks, int limit) {
        return new WebhooksResponse(
                webhooks.stream().map(WebhookResponse::of).toList(),
                webhooks.size() < limit
                        ? null
                        : Cursors.text(LIST, webhooks.getLast().id()));
    }
}
