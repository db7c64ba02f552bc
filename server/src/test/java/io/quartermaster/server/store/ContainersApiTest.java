package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /CertificateStoreContainers}, and {@code /Applications}, which is the same. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class ContainersApiTest {
    private static final String CONTAINERS = "/KeyfactorAPI/CertificateStoreContainers";
    private static final String APPLICATIONS = "/KeyfactorAPI/Applications";

    private final ApiClient modifier = ApiClient.as(TestUser.STORES_MODIFIER);
    private final ApiClient modifierOf5 = ApiClient.as(TestUser.MODIFIER_OF_CONTAINER_5);
    private final ApiClient readerOf5 = ApiClient.as(TestUser.READER_OF_CONTAINER_5);
    private String machine = "";
    private String name = "";
    private UUID agent = new UUID(0, 0);

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @BeforeEach
    void aNameAndAnAgent() {
        name = world.unique("Web");
        machine = world.machine();
        agent = stores.agent();
        world.container(5);
        world.container(6);
    }

    private Answer create(String path, String members) {
        return modifier.post(path, "{\"Name\": \"" + name + "\"" + members + "}");
    }

    private static int id(Answer created) {
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created.json().get("Id").asInt();
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("CertificateStoreContainers." + operation)
                .with("name", name)
                .with("machine", machine)
                .with("agent", agent);
    }

    private Answer update(int id, String members) {
        return modifier.put(CONTAINERS, "{\"Id\": " + id + ", \"Name\": \"" + name + "\"" + members + "}");
    }

    private UUID storeIn(int container, @Nullable String schedule) {
        Answer created = modifier.post(STORES, """
                {"ClientMachine": "%s", "Storepath": "/srv/%s.pem", "CertStoreType": 2, "AgentId": "%s", "ContainerId": %d,
                 "InventorySchedule": %s}
                """.formatted(machine, world.unique("s"), agent, container, schedule));
        return ApiStores.id(created);
    }

    private String ofName(String path) {
        return ApiStores.query(path, "Name -eq \"" + name + "\"", "");
    }

    // --------------------------------------------------------------------------------------------------- both names

    @Test
    void aContainerHasAScheduleThatIsAnObjectAloneAndATextInLists() {
        Answer created = create(
                CONTAINERS, ", \"CertStoreType\": 2, \"Schedule\": {\"Daily\": {\"Time\": \"2023-11-25T23:30:00Z\"}}");
        int id = id(created);
        UUID store = storeIn(id, null);

        wire("Create").with("id", id).assertResponse("daily", 200, created);
        String job = modifier.get(STORES + "/" + store)
                .json()
                .get("CertStoreInventoryJobId")
                .asText();
        WireFiles get = wire("Get").with("id", id).with("store", store).with("job", job);
        Answer alone = modifier.get(CONTAINERS + "/" + id);
        get.with(
                        "path",
                        modifier.get(STORES + "/" + store)
                                .json()
                                .get("Storepath")
                                .asText())
                .assertResponse("with-a-store", 200, alone);
        wire("List").with("id", id).assertResponse("by-name", 200, modifier.get(ofName(CONTAINERS)));
        assertThat(modifier.get(ofName(APPLICATIONS)).json())
                .isEqualTo(modifier.get(ofName(CONTAINERS)).json());
        assertThat(modifier.get(APPLICATIONS + "/" + id).json()).isEqualTo(alone.json());
        assertThat(world.audited(3006, 1, "" + id)).isPositive();
    }

    @Test
    void anApplicationIsForStoresOfAnyType() {
        Answer created = create(APPLICATIONS, "");

        wire("Create").with("id", id(created)).assertResponse("application", 200, created);
        assertThat(modifier.get(CONTAINERS + "/" + id(created)).json()).isEqualTo(created.json());
    }

    @Test
    void aContainerOfWhichNoTypeIsSaidIsForTheFirst() {
        assertThat(create(CONTAINERS, "").json().get("CertStoreType").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no-name           | {"CertStoreType": 2}
            unknown-type      | {"Name": "X", "CertStoreType": 77}
            immediate         | {"Name": "X", "Schedule": {"Immediate": true}}
            exactly-once      | {"Name": "X", "Schedule": {"ExactlyOnce": {"Time": "2099-01-01T00:00:00Z"}}}
            schedule-no-time  | {"Name": "X", "Schedule": {"Daily": {"Time": "daily"}}}
            name-taken        | {"Name": "CONTAINER 5"}
            """)
    void whatCannotBeIsRefusedByItsName(String name, String request) {
        for (String path : new String[] {CONTAINERS, APPLICATIONS}) {
            WireFiles.of("CertificateStoreContainers.Create").assertResponse(name, 400, modifier.post(path, request));
        }
    }

    // ------------------------------------------------------------------------------------------------------- changes

    @ParameterizedTest
    @ValueSource(strings = {CONTAINERS, APPLICATIONS})
    void everythingButTheTypeIsReplaced(String path) {
        int id = id(create(path, ", \"CertStoreType\": 2, \"Schedule\": {\"Interval\": {\"Minutes\": 60}}"));
        name = world.unique("Renamed");
        String request = "{\"Id\": " + id + ", \"Name\": \"" + name + "\", \"CertStoreType\": 2}";

        wire("Update").with("id", id).assertResponse("renamed", 200, modifier.put(path, request));
        assertThat(modifier.put(path + "/" + id, request.replace("\"Id\": " + id + ",", ""))
                        .status())
                .isEqualTo(200);
        wire("Update").assertResponse("other-type", 400, modifier.put(path, request.replace(": 2}", ": 0}")));
        wire("Update").assertResponse("unknown", 404, modifier.put(path, "{\"Id\": 77, \"Name\": \"X\"}"));
        wire("Update").assertResponse("no-id", 400, modifier.put(path, "{\"Name\": \"X\"}"));
        assertThat(world.audited(3006, 2, "" + id)).isPositive();
    }

    @Test
    void theScheduleIsTakenByStoresThatJoinAndPushedOnAllOnlyWhenToldTo() {
        int id = id(create(CONTAINERS, ", \"CertStoreType\": 2, \"Schedule\": {\"Interval\": {\"Minutes\": 60}}"));
        UUID joined = storeIn(id, null);
        UUID own = storeIn(id, "{\"Interval\": {\"Minutes\": 30}}");
        UUID none = storeIn(id, "{}");
        assertThat(stores.scheduleOf(joined)).isEqualTo("{\"Interval\":{\"Minutes\":60}}");
        assertThat(stores.scheduleOf(none)).isEqualTo("null");

        update(id, ", \"Schedule\": {\"Interval\": {\"Minutes\": 90}}");
        assertThat(stores.scheduleOf(joined)).isEqualTo("{\"Interval\":{\"Minutes\":60}}");

        update(id, ", \"Schedule\": {\"Interval\": {\"Minutes\": 90}}, \"OverwriteSchedules\": true");
        for (UUID store : new UUID[] {joined, own, none}) {
            assertThat(stores.scheduleOf(store)).isEqualTo("{\"Interval\":{\"Minutes\":90}}");
        }

        update(id, ", \"OverwriteSchedules\": true");
        assertThat(stores.scheduleOf(own)).as("nothing was said of a schedule").isNotEqualTo("null");
        update(id, ", \"OverwriteSchedules\": true, \"Schedule\": {\"Off\": true}");
        assertThat(stores.scheduleOf(own)).isEqualTo("null");
        assertThat(world.count("SELECT count(*) FROM scheduled_job WHERE store_id = ?", own))
                .isZero();
    }

    @Test
    void theTimeOfDayStaysWhenTheDateMoves() {
        int id = id(create(
                CONTAINERS,
                ", \"Schedule\": {\"Weekly\": {\"Days\": [1, \"Friday\"], \"Time\": \"2001-02-03T07:15:00Z\"}}"));

        JsonNode weekly = modifier.get(CONTAINERS + "/" + id).json().at("/Schedule/Weekly");

        assertThat(weekly.get("Days").toString()).isEqualTo("[1,5]");
        assertThat(weekly.get("Time").asText()).endsWith("T07:15:00Z").doesNotStartWith("2001");
        assertThat(modifier.get(ofName(CONTAINERS)).json().at("/0/Schedule").asText())
                .isEqualTo("W_26_07:15");
    }

    @Test
    void deletingAContainerKeepsItsStoresAndTheirSchedules() {
        int id = id(create(CONTAINERS, ", \"CertStoreType\": 2"));
        UUID store = storeIn(id, "{\"Interval\": {\"Minutes\": 30}}");

        Answer deleted = modifier.send("DELETE", CONTAINERS + "/" + id, Optional.of("null"));

        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        JsonNode kept = modifier.get(STORES + "/" + store).json();
        assertThat(kept.get("ContainerId").isNull()).isTrue();
        assertThat(kept.get("InventorySchedule").toString()).isEqualTo("{\"Interval\":{\"Minutes\":30}}");
        assertThat(world.audited(3006, 3, "" + id)).isPositive();
        wire("Get").with("id", "" + id).assertResponse("unknown", 404, modifier.get(CONTAINERS + "/" + id));
        wire("Get").with("id", "" + id).assertResponse("unknown", 404, modifier.delete(APPLICATIONS + "/" + id));
    }

    // --------------------------------------------------------------------------------------------------- permissions

    @Test
    void whoMayReadOneContainerSeesAndCountsThatOne() {
        for (ApiClient client : new ApiClient[] {readerOf5, modifierOf5}) {
            Answer list = client.get(CONTAINERS + "?pq.pageReturned=1&pq.queryString=");
            assertThat(list.header("X-Total-Count")).isEqualTo("1");
            assertThat(list.json().size()).isEqualTo(1);
            assertThat(list.json().at("/0/Id").asInt()).isEqualTo(5);
            assertThat(client.get(APPLICATIONS + "?PageReturned=2").json().isEmpty())
                    .isTrue();
            assertThat(client.get(CONTAINERS + "/5").status()).isEqualTo(200);
            assertThat(client.get(CONTAINERS + "/6").status()).isEqualTo(403);
        }
    }

    @Test
    void thePermissionForAContainerIsEnoughToChangeThatOneAndNotToMakeOne() {
        assertThat(modifierOf5.post(CONTAINERS, "{\"Name\": \"" + name + "\"}").status())
                .isEqualTo(403);
        assertThat(modifierOf5
                        .put(CONTAINERS, "{\"Id\": 6, \"Name\": \"" + name + "\"}")
                        .status())
                .isEqualTo(403);
        assertThat(modifierOf5.delete(APPLICATIONS + "/6").status()).isEqualTo(403);
        assertThat(readerOf5
                        .put(CONTAINERS, "{\"Id\": 5, \"Name\": \"" + name + "\"}")
                        .status())
                .isEqualTo(403);
        assertThat(modifierOf5
                        .put(CONTAINERS, "{\"Id\": 5, \"Name\": \"Container 5\", \"CertStoreType\": -1}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            HasSchedule -eq true|1
            HasSchedule -eq "false"|0
            CertStoreType -eq "2"|1
            (CertStoreType -eq 2)AND (HasSchedule -ne null)|1
            Id -eq null|0
            """)
    void everyFieldCanBeSearched(String query, String count) {
        id(create(
                CONTAINERS,
                ", \"CertStoreType\": 2, \"Schedule\": {\"Monthly\": {\"Day\": 5, \"Time\": \"07:00\"}}"
                        .replace("07:00", "2026-01-01T07:00:00Z")));

        Answer found = modifier.get(ApiStores.query(
                CONTAINERS, "(Name -eq \"" + name + "\")AND (" + query + ")", "&SortField=CertStoreType"));

        assertThat(found.status()).as(found.body()).isEqualTo(200);
        assertThat(found.header("X-Total-Count")).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        "unknown-field,QueryString=Colour%20-eq%201",
        "unknown-sort-field,SortField=Colour",
    })
    void aListThatCannotBeMadeIsRefused(String name, String parameters) {
        WireFiles.of("CertificateStoreContainers.List")
                .assertResponse(name, 400, modifier.get(CONTAINERS + "?" + parameters));
    }
}
