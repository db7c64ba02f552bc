package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Sends a webhook a message that no event caused. */
@Singleton
public class TestWebhook {
    private final Database database;
    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final DeliverEvents deliverEvents;
    private final AuditLog audit;

    public TestWebhook(
            Database database,
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            DeliverEvents deliverEvents,
            AuditLog audit) {
        this.database = database;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.deliverEvents = deliverEvents;
        this.audit = audit;
    }

    /**
     * Sent at once, also while the webhook is off.
     *
     * @return what came of it
     * @throws CommandException NO_PERMISSION; NOT_FOUND
     */
    Delivery run(Caller caller, UUID webhookId) {
        caller.require(APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ);
        Webhook webhook =
                database.read(tx -> webhooks.find(tx, webhookId).orElseThrow(() -> Webhook.unknown(webhookId)));
        Delivery sent = deliverEvents.test(webhook);
        return database.inTransaction(tx -> {
            // It may have been deleted meanwhile.
            Webhook still = webhooks.lock(tx, webhookId).orElseThrow(() -> Webhook.unknown(webhookId));
            deliveries.insert(tx, List.of(sent));
            audit.append(tx, ReplayDelivery.entry(caller, still, sent));
            return sent;
        });
    }
}
