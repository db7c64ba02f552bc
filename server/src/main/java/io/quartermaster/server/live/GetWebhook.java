package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Tells about one webhook. */
@Singleton
public class GetWebhook {
    private final Database database;
    private final WebhookRepository webhooks;

    public GetWebhook(Database database, WebhookRepository webhooks) {
        this.database = database;
        this.webhooks = webhooks;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION; NOT_FOUND */
    Webhook run(Caller caller, UUID id) {
        caller.require(APPLICATION_SETTINGS_READ, AGENTS_MANAGEMENT_READ);
        return database.read(tx -> webhooks.find(tx, id).orElseThrow(() -> Webhook.unknown(id)));
    }
}
