package io.quartermaster.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.JsonConventions;
import io.quartermaster.server.job.JobFixture;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.live.Webhook.Wanted;
import io.quartermaster.server.secret.EncryptionKeys;
import io.quartermaster.server.secret.SecretCipher;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.WebhookSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhooks of two servers on one database, with receivers on loopback. */
class WebhooksTest {
    private static final Caller ADMIN = JobFixture.caller("/");
    private static final Vertx VERTX = Vertx.vertx();
    private static final EncryptionKeys KEYS = EncryptionKeys.parse(
            "test:" + Base64.getEncoder().encodeToString(new byte[EncryptionKeys.KEY_BYTES]), "the test");

    private static JobFixture fixture = new JobFixture();

    private final Receiver receiver = new Receiver();
    private final Receiver other = new Receiver();
    private final Server one = new Server(1);
    private final Server two = new Server(2);

    /** What one server has of its own. */
    private final class Server {
        final WebhookSettings settings = new WebhookSettings(
                true,
                List.of("127.0.0.0/8"),
                List.of(receiver.port(), other.port()),
                3,
                Duration.ofDays(3),
                Duration.ofDays(14));
        final WebhookRepository webhooks = new WebhookRepository();
        final DeliveryRepository deliveries = new DeliveryRepository();
        final SecretRepository secrets = new SecretRepository(new SecretCipher(KEYS, new SecureRandom()));
        final Ids ids;
        final CreateWebhook create;
        final ChangeWebhook change;
        final DeleteWebhook delete;
        final DeliverEvents deliver;
        final TestWebhook test;
        final ReplayDelivery replay;

        Server(int seed) {
            ids = new Ids(fixture.clock, new Random(seed));
            Destinations destinations =
                    new Destinations(settings, name -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
            EventRepository events = new EventRepository();
            create = new CreateWebhook(
                    fixture.database,
                    webhooks,
                    events,
                    secrets,
                    destinations,
                    settings,
                    fixture.audit,
                    ids,
                    new SecureRandom(),
                    fixture.clock);
            change = new ChangeWebhook(fixture.database, webhooks, destinations, fixture.audit, fixture.clock);
            delete = new DeleteWebhook(fixture.database, webhooks, secrets, fixture.audit);
            deliver = new DeliverEvents(
                    fixture.database,
                    webhooks,
                    deliveries,
                    events,
                    secrets,
                    new SendDelivery(VERTX, destinations, fixture.clock),
                    fixture.audit,
                    settings,
                    JsonConventions.mapper(),
                    ids,
                    fixture.clock);
            test = new TestWebhook(fixture.database, webhooks, deliveries, deliver, fixture.audit);
            replay = new ReplayDelivery(fixture.database, webhooks, deliveries, fixture.audit, ids, fixture.clock);
        }

        List<Delivery> log(UUID webhook) {
            return fixture.database.read(tx -> deliveries.list(tx, webhook, null, 100));
        }

        Webhook webhook(UUID id) {
            return fixture.database.read(tx -> webhooks.find(tx, id).orElseThrow());
        }
    }

    @BeforeAll
    static void open() {
        fixture = new JobFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void end() {
        receiver.close();
        other.close();
        fixture.database.runInTransaction(tx -> tx.execute("DELETE FROM webhook"));
    }

    private Wanted wanted(@Nullable String query, String... events) {
        return new Wanted(
                "hook", "http://receiver.example:" + receiver.port() + "/in?x=1", query, List.of(events), true);
    }

    /** Once all events can be told: transactions of other databases of the same PostgreSQL hold them back. */
    private static void serve(Server server, UUID hook) {
        settle();
        server.deliver.serve(hook);
    }

    private static void settle() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (fixture.one(
                        "SELECT count(*) FROM job_event WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot())")
                > 0) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
        }
    }

    private UUID hook(@Nullable String query, String... events) {
        settle();
        return one.create.run(ADMIN, wanted(query, events)).webhook().id();
    }

    private static UUID job() {
        return fixture.immediateJob(fixture.agent("hooks-" + fixture.ids.next() + ".example"));
    }

    @Test
    void anEventIsDeliveredOnceAndItsSignatureIsWhatTheManualSays() throws IOException, InterruptedException {
        CreateWebhook.Created created = one.create.run(ADMIN, wanted(null, "SCHEDULED"));
        UUID job = job();
        serve(one, created.webhook().id());
        serve(two, created.webhook().id());
        Receiver.Received got = receiver.received().getFirst();
        assertThat(receiver.received()).hasSize(1);
        assertThat(got.path()).isEqualTo("/in?x=1");
        assertThat(got.host()).isEqualTo("receiver.example:" + receiver.port());
        assertThat(got.body()).contains(job.toString(), "\"Event\":\"SCHEDULED\"");
        Delivery logged = one.log(created.webhook().id()).getFirst();
        assertThat(logged.state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(logged.status()).isEqualTo(200);
        assertThat(got.delivery()).isEqualTo(logged.id().toString());

        ProcessBuilder openssl = new ProcessBuilder(
                "sh",
                "-c",
                "printf '%s.%s' \"$TIMESTAMP\" \"$BODY\" | openssl dgst -sha256 -hmac \"$SECRET\" | sed 's/.*= //'");
        openssl.environment().put("TIMESTAMP", got.timestamp());
        openssl.environment().put("BODY", got.body());
        openssl.environment().put("SECRET", created.secret().value().reveal());
        Process process = openssl.start();
        String digest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        assertThat(got.signature()).isEqualTo("v1=" + digest);
        assertThat(created.secret().toString()).doesNotContain("qmwh_");
    }

    @Test
    void onlyEventsOfTheQueryAndTheKindsAreDelivered() {
        UUID agent = fixture.agent("chosen.example");
        UUID hook = hook("AgentId -eq \"" + agent + "\"", "UNSCHEDULED", "COMPLETED");
        job();
        UUID mine = fixture.immediateJob(agent);
        fixture.unscheduleJobs.run(ADMIN, new JobSelection.ById(List.of(mine)));
        serve(one, hook);
        assertThat(receiver.received()).hasSize(1);
        assertThat(receiver.received().getFirst().body()).contains(mine.toString(), "\"Event\":\"UNSCHEDULED\"");
    }

    @Test
    void aDeliveryThatFailsIsTriedAgainLaterAndLater() {
        UUID hook = hook(null, "SCHEDULED");
        job();
        receiver.answers(503);
        serve(one, hook);
        Delivery failed = one.log(hook).getFirst();
        assertThat(failed.state()).isEqualTo(Delivery.State.WAITING);
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.nextAttempt()).isEqualTo(fixture.now().plus(DeliverEvents.WAIT_FIRST));
        assertThat(one.webhook(hook).failingSince()).isEqualTo(fixture.now());
        serve(one, hook);
        assertThat(receiver.received()).hasSize(1);
        fixture.advance(DeliverEvents.WAIT_FIRST);
        serve(one, hook);
        assertThat(one.log(hook).getFirst().nextAttempt())
                .isEqualTo(fixture.now().plus(DeliverEvents.WAIT_FIRST.multipliedBy(2)));
        receiver.answers(204);
        fixture.advance(DeliverEvents.WAIT_MAX);
        serve(two, hook);
        assertThat(one.log(hook).getFirst().state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(one.webhook(hook).failingSince()).isNull();
        assertThat(receiver.received()).hasSize(3);
    }

    @Test
    void aDeliveryThatFailsOftenEnoughIsGivenUpAndCanBeReplayed() {
        UUID hook = hook(null, "SCHEDULED");
        job();
        receiver.answers(500);
        for (int i = 0; i < DeliverEvents.ATTEMPTS_MAX; i++) {
            serve(one, hook);
            fixture.advance(DeliverEvents.WAIT_MAX);
        }
        Delivery given = one.log(hook).getFirst();
        assertThat(given.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(given.attempts()).isEqualTo(DeliverEvents.ATTEMPTS_MAX);
        receiver.answers(200);
        Delivery replay = one.replay.run(ADMIN, hook, given.id());
        assertThat(replay.replayOf()).isEqualTo(given.id());
        serve(one, hook);
        assertThat(receiver.received().getLast().body()).isEqualTo(given.body());
        assertThat(receiver.received().getLast().delivery())
                .isEqualTo(replay.id().toString());
        assertThat(one.log(hook).getFirst().state()).isEqualTo(Delivery.State.DELIVERED);
    }

    @Test
    void aWebhookThatFailsForDaysIsSwitchedOffWithTheReasonAndOnAgainByPeople() {
        UUID hook = hook(null, "SCHEDULED");
        receiver.answers(500);
        job();
        serve(one, hook);
        fixture.advance(Duration.ofDays(3));
        serve(one, hook);
        assertThat(one.webhook(hook).isOn()).isFalse();
        assertThat(one.webhook(hook).offReason()).contains("qm.webhook.off-after");
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE category = 3023 AND operation = 2"))
                .isPositive();
        int before = receiver.received().size();
        fixture.advance(Duration.ofDays(1));
        serve(one, hook);
        assertThat(receiver.received()).hasSize(before);
        receiver.answers(200);
        one.change.run(ADMIN, hook, wanted(null, "SCHEDULED"));
        serve(one, hook);
        assertThat(one.log(hook).getFirst().state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(one.webhook(hook).offReason()).isNull();
    }

    @Test
    void anotherServerGoesOnAfterTheLeaseOfOneThatDied() {
        UUID hook = hook(null, "SCHEDULED");
        job();
        UUID lease = one.ids.next();
        fixture.database.runInTransaction(tx -> assertThat(one.webhooks.claim(
                        tx, hook, lease, fixture.now(), fixture.now().plus(DeliverEvents.LEASE)))
                .isPresent());
        serve(two, hook);
        assertThat(receiver.received()).isEmpty();
        fixture.advance(DeliverEvents.LEASE);
        serve(two, hook);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        UUID hook = hook(null, "SCHEDULED");
        job();
        receiver.redirectsTo("http://127.0.0.1:" + other.port() + "/inside");
        serve(one, hook);
        assertThat(other.received()).isEmpty();
        assertThat(one.log(hook).getFirst().error()).contains("redirect");
    }

    @Test
    void nobodyListeningIsAFailureWithItsReason() {
        UUID hook = hook(null, "SCHEDULED");
        job();
        receiver.close();
        serve(one, hook);
        Delivery failed = one.log(hook).getFirst();
        assertThat(failed.status()).isNull();
        assertThat(failed.error()).contains("refused");
    }

    @Test
    void aTestIsSentAlsoWhileTheWebhookIsOff() {
        UUID hook = hook(null);
        one.change.run(ADMIN, hook, new Wanted("hook", wanted(null).url(), null, List.of(), false));
        Delivery sent = one.test.run(ADMIN, hook);
        assertThat(sent.state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(receiver.received().getFirst().body()).contains("\"Kind\":\"test\"");
        assertThatThrownBy(() -> one.replay.run(ADMIN, hook, sent.id()))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE));
    }

    @Test
    void oldDeliveriesAreRemovedAndThoseThatWaitStay() {
        UUID hook = hook(null, "SCHEDULED");
        job();
        serve(one, hook);
        receiver.answers(500);
        job();
        serve(one, hook);
        fixture.advance(Duration.ofDays(15));
        new PurgeDeliveries(fixture.database, one.deliveries, one.settings, fixture.clock).run();
        assertThat(one.log(hook)).extracting(Delivery::state).containsExactly(Delivery.State.WAITING);
    }

    @Test
    void deletingAWebhookTakesItsSecretAlong() {
        CreateWebhook.Created created = one.create.run(ADMIN, wanted(null));
        String count = "SELECT count(*) FROM secret WHERE id = ?";
        assertThat(fixture.one(count, created.webhook().secretId())).isOne();
        one.delete.run(ADMIN, created.webhook().id());
        assertThat(fixture.one(count, created.webhook().secretId())).isZero();
    }

    @Test
    void thereAreNoMoreThanTheSettingSays() {
        for (int i = 0; i < 3; i++) {
            hook(null);
        }
        assertThatThrownBy(() -> hook(null)).hasMessageContaining("qm.webhook.webhooks-max");
    }

    @Test
    void lateAgentsComeInOneMessageToThoseWhoWantToKnow() throws Exception {
        UUID late = fixture.agent("silent.example.net");
        UUID back = fixture.agent("talking.example.net");
        UUID everything = one.create.run(ADMIN, wanted(null)).webhook().id();
        UUID onlyBack =
                one.create.run(ADMIN, wanted(null, "AGENT_BACK")).webhook().id();
        UUID otherMachine = one.create
                .run(ADMIN, wanted("Agent -eq \"elsewhere\"", "AGENT_LATE"))
                .webhook()
                .id();
        QueueAgentNews queue = new QueueAgentNews(
                one.webhooks, new AgentNewsRepository(), one.deliveries, JsonConventions.mapper(), one.ids);

        fixture.database.runInTransaction(tx -> {
            tx.execute("""
                    INSERT INTO agent_event (agent_id, at, event, client_machine, last_seen)
                    VALUES (?, now(), 'AGENT_LATE', 'silent.example.net', '2026-03-29T00:10:00Z'),
                           (?, now(), 'AGENT_BACK', 'talking.example.net', '2026-03-29T00:20:00Z')
                    """, late, back);
            queue.run(tx, fixture.now());
        });
        fixture.database.runInTransaction(tx -> queue.run(tx, fixture.now()));
        one.deliver.serve(everything);

        String body = one.log(everything).getFirst().body();
        assertThat(one.log(everything)).hasSize(1).first().satisfies(delivery -> {
            assertThat(delivery.kind()).isEqualTo("agents");
            assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
        });
        assertThat(body).isEqualTo("""
                        {"WebhookId":"%s","Kind":"agents","Time":"%s","LateCount":1,"Late":[{"AgentId":"%s",\
                        "Agent":"silent.example.net","LastSeen":"2026-03-29T00:10:00Z"}],"BackCount":1,"Back":[{"AgentId":"%s",\
                        "Agent":"talking.example.net","LastSeen":"2026-03-29T00:20:00Z"}]}""".formatted(everything, fixture.now(), late, back));
        assertThat(one.log(onlyBack))
                .hasSize(1)
                .first()
                .satisfies(delivery ->
                        assertThat(delivery.body()).contains("\"LateCount\":0,\"Late\":[],\"BackCount\":1"));
        assertThat(one.log(otherMachine)).isEmpty();
    }
}
