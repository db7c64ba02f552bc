package io.quartermaster.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.Outage;
import io.quartermaster.server.db.SilentInOutage;
import io.quartermaster.server.live.Delivery.Outcome;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.setting.WebhookSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to webhooks. Of several servers one serves a webhook at a time: it takes a lease, writes the chosen
 * events behind the webhook's place into the queue, in the transaction that moves the place on, and sends what is due.
 * When it dies, another one goes on after the lease; what it had sent and not noted is sent again.
 *
 * <p>A delivery that fails is tried again after ten seconds, twenty, and so on up to an hour, {@link #ATTEMPTS_MAX} times in
 * all. Others pass it meanwhile.
 */
@Singleton
public class DeliverEvents {
    static final int ATTEMPTS_MAX = 20;
    static final Duration WAIT_FIRST = Duration.ofSeconds(10);
    static final Duration WAIT_MAX = Duration.ofHours(1);

    /** Beyond the time after which nothing more is begun, by more than one attempt takes. */
    static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration ROUND_MAX = Duration.ofSeconds(45);

    /** Of one webhook; beyond them events wait where they are. */
    static final int WAITING_MAX = 1_000;

    private static final int SENT_PER_ROUND_MAX = 100;
    private static final int EVENTS_PER_READ = 500;

    /** Characters; a message of an agent may be a whole log, and the timeline has it. */
    static final int DETAIL_LENGTH_MAX = 8_000;

    private static final int DOUBLINGS_MAX = 12;
    private static final Logger LOG = Logger.getLogger(DeliverEvents.class);

    private final Database database;
    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final EventRepository events;
    private final SecretRepository secrets;
    private final SendDelivery sendDelivery;
    private final AuditLog audit;
    private final WebhookSettings settings;
    private final ObjectMapper json;
    private final Ids ids;
    private final InstantSource clock;

    public DeliverEvents(
            Database database,
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            EventRepository events,
            SecretRepository secrets,
            SendDelivery sendDelivery,
            AuditLog audit,
            WebhookSettings settings,
            ObjectMapper json,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.events = events;
        this.secrets = secrets;
        this.sendDelivery = sendDelivery;
        this.audit = audit;
        this.settings = settings;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** As it is sent. */
    record Message(UUID webhookId, String kind, String eventId, LiveEvent event) {}

    @SilentInOutage
    @Scheduled(every = "2s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyFewSeconds() {
        // Not waited for: a slow receiver must not hold up the others, and its lease keeps it from being served twice.
        database.read(tx -> webhooks.unattended(tx, now()))
                .forEach(id -> Thread.startVirtualThread(() -> serveQuietly(id)));
    }

    private void serveQuietly(UUID id) {
        try {
            serve(id);
        } catch (RuntimeException e) {
            if (!Outage.caused(e)) {
                LOG.errorf(e, "The webhook %s could not be served", id);
            }
        }
    }

    /** Sends what is due, for as long as a part of the lease; nothing when another server has the webhook. */
    void serve(UUID id) {
        Instant begin = now();
        UUID lease = ids.next();
        Webhook webhook = database.inTransaction(
                tx -> webhooks.claim(tx, id, lease, begin, begin.plus(LEASE)).orElse(null));
        if (webhook == null) {
            return;
        }
        try {
            queue(webhook, lease);
            sendDue(webhook, lease, begin.plus(ROUND_MAX));
        } finally {
            database.runInTransaction(tx -> webhooks.release(tx, id, lease));
        }
    }

    private void queue(Webhook webhook, UUID lease) {
        database.runInTransaction(tx -> {
            Instant now = now();
            EventCursor newest = events.newest(tx);
            // A place of another database says nothing here.
            EventCursor place = webhook.cursor().database() == newest.database() ? webhook.cursor() : newest;
            if (!webhooks.isHeld(tx, webhook.id(), lease) || deliveries.countWaiting(tx, webhook.id()) >= WAITING_MAX) {
                return;
            }
            List<EventRepository.Read> found = place.compareTo(newest) >= 0
                    ? List.of()
                    : events.after(
                            tx, place, List.of(webhook.wanted().condition(now, webhook.changedBy())), EVENTS_PER_READ);
            deliveries.insert(
                    tx,
                    found.stream()
                            .filter(read -> read.chosenBy().get(0))
                            .map(read -> Delivery.waiting(ids.next(), webhook.id(), "job", body(webhook, read), now))
                            .toList());
            EventCursor moved = found.isEmpty() ? place : found.getLast().cursor();
            if (!moved.equals(webhook.cursor())) {
                webhooks.moveOn(tx, webhook.id(), moved);
            }
        });
    }

    private String body(Webhook webhook, EventRepository.Read read) {
        try {
            return json.writeValueAsString(
                    new Message(webhook.id(), "job", read.cursor().text(), shortened(read.event())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The event " + read.cursor().text() + " cannot be written", e);
        }
    }

    private static LiveEvent shortened(LiveEvent event) {
        String detail = event.detail();
        return detail == null || detail.length() <= DETAIL_LENGTH_MAX
                ? event
                : new LiveEvent(
                        event.id(),
                        event.time(),
                        event.event(),
                        event.jobId(),
                        event.kind(),
                        event.jobType(),
                        event.storeId(),
                        event.agentId(),
                        event.agent(),
                        event.actor(),
                        event.session(),
                        event.jobHistoryId(),
                        event.result(),
                        detail.substring(0, DETAIL_LENGTH_MAX) + " [...]");
    }

    private void sendDue(Webhook webhook, UUID lease, Instant end) {
        List<Delivery> due = database.read(tx -> deliveries.due(tx, webhook.id(), now(), SENT_PER_ROUND_MAX));
        if (due.isEmpty()) {
            return;
        }
        WebhookSecret secret = secretOf(webhook);
        for (Delivery delivery : due) {
            if (!now().isBefore(end) || !send(webhook, lease, delivery, secret)) {
                return;
            }
        }
    }

    /** @return whether the webhook may be sent more */
    private boolean send(Webhook webhook, UUID lease, Delivery delivery, WebhookSecret secret) {
        Outcome outcome = sendDelivery.run(delivery, webhook.wanted().url(), secret);
        Instant now = now();
        return database.inTransaction(tx -> {
            boolean held = webhooks.isHeld(tx, webhook.id(), lease);
            deliveries.update(tx, delivery.after(outcome, now, nextAttempt(delivery, now)));
            if (outcome.succeeded()) {
                webhooks.succeeded(tx, webhook.id());
                return held;
            }
            webhooks.failed(tx, webhook.id(), now);
            return !switchedOff(tx, webhook.id(), now) && held;
        });
    }

    private static @Nullable Instant nextAttempt(Delivery delivery, Instant now) {
        if (delivery.attempts() + 1 >= ATTEMPTS_MAX) {
            return null;
        }
        Duration wait = WAIT_FIRST.multipliedBy(1L << Math.min(delivery.attempts(), DOUBLINGS_MAX));
        return now.plus(wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait);
    }

    private boolean switchedOff(Handle tx, UUID id, Instant now) {
        String reason = "Every delivery has failed for " + settings.offAfter().toHours()
                + " hours (setting qm.webhook.off-after).";
        return webhooks.switchOff(tx, id, now.minus(settings.offAfter()), reason)
                .map(off -> {
                    audit.append(
                            tx,
                            AuditEntry.done(
                                    AuditCategory.WEBHOOK,
                                    AuditOperation.UPDATED,
                                    AuditEntry.TIMER_SERVICE,
                                    off.wanted().name(),
                                    id.toString(),
                                    new AuditMessage().after("Enabled", false).after("OffReason", reason)));
                    LOG.warnf(
                            "The webhook '%s' (%s) is switched off. %s",
                            off.wanted().name(), id, reason);
                    return true;
                })
                .orElse(false);
    }

    private WebhookSecret secretOf(Webhook webhook) {
        return new WebhookSecret(Objects.requireNonNull(
                database.read(tx -> secrets.get(tx, List.of(webhook.secretId())))
                        .get(webhook.secretId())));
    }

    /** A delivery that says nothing happened, sent at once and once only, also while the webhook is off. */
    Delivery test(Webhook webhook) {
        Instant now = now();
        UUID id = ids.next();
        String body = json.createObjectNode()
                .put("WebhookId", webhook.id().toString())
                .put("Kind", "test")
                .toString();
        Delivery delivery = Delivery.waiting(id, webhook.id(), "test", body, now);
        return delivery.after(sendDelivery.run(delivery, webhook.wanted().url(), secretOf(webhook)), now, null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
