package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Delivers once more what was delivered, or failed, before. */
@Singleton
public class ReplayDelivery {
    private final Database database;
    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    public ReplayDelivery(
            Database database,
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Puts the same body into the queue once more, as a delivery of its own.
     *
     * @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE while the webhook is off, or the delivery waits
     */
    Delivery run(Caller caller, UUID webhookId, UUID deliveryId) {
        caller.require(APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ);
        return database.inTransaction(tx -> {
            Webhook webhook = webhooks.lock(tx, webhookId).orElseThrow(() -> Webhook.unknown(webhookId));
            Delivery delivery = deliveries
                    .find(tx, webhookId, deliveryId)
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.NOT_FOUND,
                            "The webhook " + webhookId + " has no delivery " + deliveryId + ", or not any more."));
            if (!webhook.isOn()) {
                throw new CommandException(
                        ErrorKind.NOT_ELIGIBLE, "The webhook " + webhookId + " is off. Switch it on first.");
            }
            if (delivery.state() == Delivery.State.WAITING) {
                throw new CommandException(
                        ErrorKind.NOT_ELIGIBLE,
                        "The delivery " + deliveryId + " waits; it will be tried at " + delivery.nextAttempt() + ".");
            }
            Delivery again = delivery.again(ids.next(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            deliveries.insert(tx, List.of(again));
            audit.append(tx, entry(caller, webhook, again));
            return again;
        });
    }

    static AuditEntry entry(Caller caller, Webhook webhook, Delivery delivery) {
        AuditMessage message = new AuditMessage().after("Delivery", delivery.id());
        if (delivery.replayOf() != null) {
            message.after("ReplayOf", delivery.replayOf());
        }
        return AuditEntry.done(
                AuditCategory.WEBHOOK,
                AuditOperation.SCHEDULED,
                caller.name(),
                webhook.wanted().name(),
                webhook.id().toString(),
                message);
    }
}
