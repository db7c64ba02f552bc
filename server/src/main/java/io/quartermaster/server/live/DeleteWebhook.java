package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Deletes a webhook. */
@Singleton
public class DeleteWebhook {
    private final Database database;
    private final WebhookRepository webhooks;
    private final SecretRepository secrets;
    private final AuditLog audit;

    public DeleteWebhook(Database database, WebhookRepository webhooks, SecretRepository secrets, AuditLog audit) {
        this.database = database;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.audit = audit;
    }

    /**
     * With its log and what waits.
     *
     * @throws CommandException NO_PERMISSION; NOT_FOUND
     */
    void run(Caller caller, UUID id) {
        caller.require(APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ);
        database.runInTransaction(tx -> {
            Webhook webhook = webhooks.lock(tx, id).orElseThrow(() -> Webhook.unknown(id));
            webhooks.delete(tx, id);
            secrets.delete(tx, List.of(webhook.secretId()));
            audit.append(tx, CreateWebhook.entry(AuditOperation.DELETED, caller, webhook, null));
        });
    }
}
