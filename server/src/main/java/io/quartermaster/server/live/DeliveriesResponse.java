package io.quartermaster.server.live;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some deliveries of a webhook, newest first. */
public record DeliveriesResponse(
        List<DeliveryResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    static String list(UUID webhookId) {
        return "deliveries of " + webhookId;
    }

    static DeliveriesResponse of(UUID webhookId, List<Delivery> deliveries, int limit) {
        return new DeliveriesResponse(
                deliveries.stream().map(DeliveryResponse::of).toList(),
                deliveries.size() < limit
                        ? null
                        : Cursors.text(list(webhookId), deliveries.getLast().id()));
    }
}
