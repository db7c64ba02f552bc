package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.live.Webhook.Wanted;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Changes what people set of a webhook. */
@Singleton
public class ChangeWebhook {
    private final Database database;
    private final WebhookRepository webhooks;
    private final Destinations destinations;
    private final AuditLog audit;
    private final InstantSource clock;

    public ChangeWebhook(
            Database database,
            WebhookRepository webhooks,
            Destinations destinations,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.destinations = destinations;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The secret stays. Switched on again, it goes on where it was.
     *
     * @throws CommandException as {@link CreateWebhook}; NOT_FOUND
     */
    Webhook run(Caller caller, UUID id, Wanted wanted) {
        caller.require(APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        destinations.require(wanted.url());
        wanted.condition(now, caller.name());
        return database.inTransaction(tx -> {
            Webhook before = webhooks.lock(tx, id).orElseThrow(() -> Webhook.unknown(id));
            webhooks.change(
                    tx,
                    new Webhook(
                            id,
                            wanted,
                            before.secretId(),
                            before.cursor(),
                            CreateWebhook.offReason(caller, wanted),
                            null,
                            caller.name(),
                            now));
            Webhook after = webhooks.find(tx, id).orElseThrow(() -> Webhook.unknown(id));
            audit.append(tx, CreateWebhook.entry(AuditOperation.UPDATED, caller, before, after));
            return after;
        });
    }
}
