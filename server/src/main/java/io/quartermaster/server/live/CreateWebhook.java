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
import io.quartermaster.server.live.Webhook.Wanted;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.WebhookSettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Creates a webhook and its secret. */
@Singleton
public class CreateWebhook {
    private final Database database;
    private final WebhookRepository webhooks;
    private final EventRepository events;
    private final SecretRepository secrets;
    private final Destinations destinations;
    private final WebhookSettings settings;
    private final AuditLog audit;
    private final Ids ids;
    private final RandomGenerator random;
    private final InstantSource clock;

    public CreateWebhook(
            Database database,
            WebhookRepository webhooks,
            EventRepository events,
            SecretRepository secrets,
            Destinations destinations,
            WebhookSettings settings,
            AuditLog audit,
            Ids ids,
            RandomGenerator random,
            InstantSource clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.events = events;
        this.secrets = secrets;
        this.destinations = destinations;
        this.settings = settings;
        this.audit = audit;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /** @param secret is shown this once */
    record Created(Webhook webhook, WebhookSecret secret) {}

    /**
     * It is told what happens from now on.
     *
     * @throws CommandException NO_PERMISSION; MALFORMED for an address that is not sent to, or beyond the number of
     *     webhooks; QUERY
     */
    Created run(Caller caller, Wanted wanted) {
        caller.require(APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        destinations.require(wanted.url());
        wanted.condition(now, caller.name());
        WebhookSecret secret = WebhookSecret.random(random);
        return database.inTransaction(tx -> {
            if (webhooks.lockAndCount(tx) >= settings.webhooksMax()) {
                throw new CommandException(
                        ErrorKind.MALFORMED,
                        "There are " + settings.webhooksMax()
                                + " webhooks already, which is the most (setting qm.webhook.webhooks-max).");
            }
            Webhook webhook = new Webhook(
                    ids.next(),
                    wanted,
                    ids.next(),
                    events.newest(tx),
                    offReason(caller, wanted),
                    null,
                    caller.name(),
                    now);
            secrets.put(tx, Map.of(webhook.secretId(), secret.value()));
            webhooks.insert(tx, webhook);
            audit.append(tx, entry(AuditOperation.CREATED, caller, null, webhook));
            return new Created(webhook, secret);
        });
    }

    static @Nullable String offReason(Caller caller, Wanted wanted) {
        return wanted.enabled() ? null : "Switched off by " + caller.name() + ".";
    }

    static AuditEntry entry(
            AuditOperation operation, Caller caller, @Nullable Webhook before, @Nullable Webhook after) {
        AuditMessage message = new AuditMessage();
        if (before != null) {
            message.before("Url", before.wanted().url()).before("Enabled", before.isOn());
            message.before("Query", String.valueOf(before.wanted().query()));
            message.before("Events", before.wanted().events());
        }
        if (after != null) {
            message.after("Url", after.wanted().url()).after("Enabled", after.isOn());
            message.after("Query", String.valueOf(after.wanted().query()));
            message.after("Events", after.wanted().events());
        }
        Webhook named = after == null ? before : after;
        return AuditEntry.done(
                AuditCategory.WEBHOOK,
                operation,
                caller.name(),
                named == null ? "" : named.wanted().name(),
                named == null ? "" : named.id().toString(),
                message);
    }
}
