package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists webhooks, oldest first. */
@Singleton
public class ListWebhooks {
    private final Database database;
    private final WebhookRepository webhooks;

    public ListWebhooks(Database database, WebhookRepository webhooks) {
        this.database = database;
        this.webhooks = webhooks;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    List<Webhook> run(Caller caller, @Nullable UUID after, int limit) {
        caller.require(APPLICATION_SETTINGS_READ, AGENTS_MANAGEMENT_READ);
        return database.read(tx -> webhooks.list(tx, after, limit));
    }
}
