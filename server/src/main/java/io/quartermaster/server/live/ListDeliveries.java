package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists what was sent to a webhook, newest first. */
@Singleton
public class ListDeliveries {
    private final Database database;
    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;

    public ListDeliveries(Database database, WebhookRepository webhooks, DeliveryRepository deliveries) {
        this.database = database;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION; NOT_FOUND */
    List<Delivery> run(Caller caller, UUID id, @Nullable UUID after, int limit) {
        caller.require(APPLICATION_SETTINGS_READ, AGENTS_MANAGEMENT_READ);
        return database.read(tx -> {
            Webhook webhook = webhooks.find(tx, id).orElseThrow(() -> Webhook.unknown(id));
            return deliveries.list(tx, webhook.id(), after, limit);
        });
    }
}
