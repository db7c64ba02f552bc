package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST /CertificateStores/Schedule: all or none, and each way to be refused. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class ScheduleInventoryApiTest {
    private static final String SCHEDULE = STORES + "/Schedule";

    private final ApiClient scheduler = ApiClient.as(TestUser.STORES_SCHEDULER);
    private final ApiClient operatorOf5 = ApiClient.as(TestUser.OPERATOR_OF_CONTAINER_5);
    private String machine = "";
    private UUID agent = new UUID(0, 0);
    private UUID store = agent;
    private WireFiles wire = WireFiles.of("CertificateStores.Schedule");

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @BeforeEach
    void aStore() {
        machine = world.machine();
        agent = stores.agent();
        store = stores.pem(agent, machine, "/srv/site.pem", 5);
        wire = wire.with("store", store).with("unknown", UNKNOWN);
    }

    private static void assertDone(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            immediate    | {"Immediate":true}
            interval     | {"Interval":{"Minutes":60}}
            exactly-once | {"ExactlyOnce":{"Time":"2099-01-02T03:04:00Z"}}
            """)
    void aScheduleReplacesTheOneBefore(String name, String shown) {
        assertDone(scheduler.post(SCHEDULE, wire.request("weekly")));
        assertDone(scheduler.post(SCHEDULE, wire.request(name)));

        assertThat(stores.scheduleOf(store)).isEqualTo(shown);
        assertThat(world.count("SELECT count(*) FROM scheduled_job WHERE store_id = ?", store))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "empty-schedule", "null-schedule", "no-schedule"})
    void noScheduleTakesItAway(String name) {
        assertDone(scheduler.post(SCHEDULE, wire.request("interval")));
        assertDone(scheduler.post(SCHEDULE, wire.request(name)));

        assertThat(stores.scheduleOf(store)).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "no-stores",
                "null-stores",
                "empty-entry",
                "no-guid",
                "no-list",
                "two-schedules",
                "unknown-key",
                "time-is-no-time",
                "interval-zero",
                "day-28",
                "no-days",
                "no-object",
                "null"
            })
    void whatCannotBeScheduledIsRefused(String name) {
        wire.assertResponse(name, 400, scheduler.post(SCHEDULE, wire.request(name)));

        assertThat(stores.scheduleOf(store)).isEqualTo("null");
    }

    @Test
    void aStoreWithoutAnAgentOrNotApprovedRefusesAll() {
        UUID orphan = stores.pem(null, machine, "/srv/orphan.pem", null);
        UUID found = world.storeToApprove(agent).storeId();
        WireFiles named = wire.with("orphan", orphan).with("found", found);

        // The failed stores come in the order of their ids.
        named.assertResponse("not-eligible", 400, scheduler.post(SCHEDULE, named.request("not-eligible")));

        assertThat(stores.scheduleOf(store)).isEqualTo("null");
    }

    @Test
    void thePermissionOnAContainerIsEnoughForItsStoresAndForNoOthers() {
        UUID in6 = stores.pem(agent, machine, "/srv/six.pem", 6);
        WireFiles named = wire.with("in-6", in6);

        named.assertResponse("other-container", 403, operatorOf5.post(SCHEDULE, named.request("other-container")));
        assertThat(stores.scheduleOf(store)).isEqualTo("null");

        assertDone(operatorOf5.post(SCHEDULE, wire.request("interval")));
        assertThat(stores.scheduleOf(store)).isEqualTo("{\"Interval\":{\"Minutes\":60}}");
    }

    @Test
    void moreStoresThanTheLimitAreRefusedWithTheLimit() {
        String ids = IntStream.rangeClosed(0, StoreSelection.STORES_MAX)
                .mapToObj(i -> "\"00000000-0000-7000-8000-%012x\"".formatted(i))
                .collect(Collectors.joining(","));

        wire.assertResponse("too-many", 400, scheduler.post(SCHEDULE, "{\"StoreIds\":[" + ids + "],\"Schedule\":{}}"));
    }

    @Test
    void aCommandIsOneEntryOfTheAuditForEachStoreAndARefusalOneToo() {
        assertDone(scheduler.post(SCHEDULE, wire.request("interval")));
        assertThat(world.audited(3004, 18, store.toString())).isEqualTo(1);

        long rejected = world.audited(3020, 25, "POST /CertificateStores/Schedule");
        scheduler.post(SCHEDULE, wire.request("unknown"));
        assertThat(world.audited(3020, 25, "POST /CertificateStores/Schedule")).isEqualTo(rejected + 1);
    }
}
