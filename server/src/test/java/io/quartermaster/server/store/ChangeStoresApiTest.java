package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificate stores changed over HTTP: PUT, Password, AssignContainer, Approve. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class ChangeStoresApiTest {
    private final ApiClient modifier = ApiClient.as(TestUser.STORES_MODIFIER);
    private final ApiClient modifierOf5 = ApiClient.as(TestUser.MODIFIER_OF_CONTAINER_5);
    private String machine = "";
    private UUID agent = new UUID(0, 0);

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @Inject
    Database database;

    @Inject
    SecretRepository secrets;

    @BeforeEach
    void anAgentAndContainers() {
        machine = world.machine();
        agent = stores.agent();
        world.storeType();
        world.container(5);
        world.container(6);
        world.container(7, StoreFixture.JKS, null);
        world.container(8, StoreFixture.PEM, "D_07:00");
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("CertificateStores." + operation)
                .with("machine", machine)
                .with("agent", agent)
                .with("unknown", UNKNOWN);
    }

    private UUID jks() {
        return ApiStores.id(modifier.post(STORES, wire("Create").request("jks-with-everything")));
    }

    private UUID pem(String path) {
        return stores.pem(agent, machine, path, null);
    }

    private JsonNode get(UUID store) {
        return modifier.get(STORES + "/" + store).json();
    }

    private String passwordOf(UUID store) {
        UUID id = UUID.fromString(
                world.text("SELECT CAST(password_secret_id AS text) FROM certificate_store WHERE id = ?", store));
        return database.read(tx ->
                Objects.requireNonNull(secrets.get(tx, List.of(id)).get(id)).reveal());
    }

    private static void assertDone(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    // ----------------------------------------------------------------------------------------------------------- PUT

    @Test
    void aStoreIsReplacedAndAnsweredAsItWasWhenItWasMade() {
        UUID store = jks();
        JsonNode before = get(store);

        Answer updated =
                modifier.put(STORES, wire("Update").with("store", store).request("everything"));

        JsonNode properties = ApiStores.parsed(updated.json().get("Properties"));
        wire("Update")
                .with("store", store)
                .with("job", updated.json().get("CertStoreInventoryJobId").asText())
                .with("username-secret", properties.get("ServerUsername").asText())
                .with("password-secret", properties.get("ServerPassword").asText())
                .assertResponse("everything", 200, updated);
        assertThat(updated.json().get("CertStoreInventoryJobId")).isEqualTo(before.get("CertStoreInventoryJobId"));
        assertThat(updated.body()).doesNotContain("hunter3");
        assertThat(world.audited(3004, 2, store.toString())).isEqualTo(1);
        assertThat(world.audited(3004, 2, "hunter3")).isZero();
    }

    @Test
    void theAnswerAboutAStoreCanBeSentBackAndSoCanTheRowOfAList() {
        UUID store = jks();
        JsonNode before = get(store);
        JsonNode row = modifier.get(ApiStores.query(STORES, "Id -eq \"" + store + "\"", ""))
                .json()
                .get(0);

        for (JsonNode sent : new JsonNode[] {before, row}) {
            Answer updated = modifier.put(STORES, sent.toString());
            assertThat(updated.status()).as(updated.body()).isEqualTo(200);
            assertThat(get(store)).isEqualTo(before);
            assertThat(passwordOf(store)).isEqualTo("changeit");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-id",
                "id-no-guid",
                "other-path",
                "other-machine",
                "other-type",
                "unknown-container",
                "container-for-another-type",
                "unknown-agent",
                "agent-no-guid",
                "unknown-property",
                "property-of-a-provider",
                "password-of-no-form",
                "schedule-without-agent",
                "schedule-out-of-limits"
            })
    void whatCannotBeIsRefusedAndChangesNothing(String name) {
        UUID store = jks();
        JsonNode before = get(store);
        WireFiles wire = wire("Update").with("store", store);

        wire.assertResponse(name, 400, modifier.put(STORES, wire.request(name)));

        assertThat(get(store)).isEqualTo(before);
        assertThat(passwordOf(store)).isEqualTo("changeit");
    }

    @Test
    void aStoreThatIsGoneIsNotFound() {
        wire("Update").assertResponse("unknown", 404, modifier.put(STORES, "{\"Id\": \"" + UNKNOWN + "\"}"));
    }

    @Test
    void thePermissionForItsContainerIsEnough() {
        UUID store = stores.pem(agent, machine, "/srv/five.pem", 5);
        String stays = "{\"Id\": \"" + store + "\", \"ContainerId\": 5}";

        assertThat(modifierOf5.put(STORES, stays).status()).isEqualTo(200);
        wire("Update").assertResponse("to-container-6", 403, modifierOf5.put(STORES, stays.replace(": 5", ": 6")));
        wire("Update")
                .assertResponse("out-of-containers", 403, modifierOf5.put(STORES, stays.replace(": 5", ": null")));
    }

    // ------------------------------------------------------------------------------------------------------ password

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "{\"SecretValue\": \"other\"}", "{\"value\": {\"SecretValue\": \"other\"}}"})
    void thePasswordOfAStoreIsChangedInEveryForm(String form) {
        UUID store = jks();

        assertDone(modifier.put(
                STORES + "/Password", "{\"CertStoreId\": \"" + store + "\", \"NewPassword\": " + form + "}"));

        assertThat(passwordOf(store)).isEqualTo("other");
        assertThat(world.audited(3004, 2, store.toString())).isEqualTo(1);
        assertThat(world.audited(3004, 2, "other")).isZero();
    }

    @Test
    void aPasswordIsTakenAwayWhenItIsSaidToHaveNoValueAndStaysWhenItIsTheMask() {
        UUID store = jks();
        String request = "{\"CertStoreId\": \"" + store + "\", \"NewPassword\": ";

        assertDone(modifier.put(STORES + "/Password", request + "\"********************\"}"));
        assertThat(passwordOf(store)).isEqualTo("changeit");
        assertDone(modifier.put(STORES + "/Password", request + "{\"SecretValue\": null}}"));
        assertThat(get(store).at("/Password/HasValue").asBoolean()).isFalse();
        wire("Password")
                .assertResponse(
                        "mask-of-none", 400, modifier.put(STORES + "/Password", request + "\"********************\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no-store     | 400 | {"NewPassword": "x"}
            no-password  | 400 | {"CertStoreId": "01980000-0000-7000-8000-0000000000ff"}
            null         | 400 | {"CertStoreId": "01980000-0000-7000-8000-0000000000ff", "NewPassword": null}
            of-a-list    | 400 | {"CertStoreId": "01980000-0000-7000-8000-0000000000ff", "NewPassword": []}
            unknown      | 404 | {"CertStoreId": "01980000-0000-7000-8000-0000000000ff", "NewPassword": "x"}
            """)
    void whatIsNoPasswordIsRefused(String name, int status, String request) {
        wire("Password").assertResponse(name, status, modifier.put(STORES + "/Password", request));
    }

    // ----------------------------------------------------------------------------------------------------- container

    @Test
    void storesArePutIntoAContainerAndTakeItsScheduleWhenTheyHaveNone() {
        UUID first = pem("/srv/a.pem");
        UUID second = pem("/srv/b.pem");
        modifier.post(
                STORES + "/Schedule",
                "{\"StoreIds\": [\"" + second + "\"], \"Schedule\": {\"Interval\": {\"Minutes\": 30}}}");

        Answer assigned = modifier.put(
                STORES + "/AssignContainer",
                "{\"CertStoreContainerId\": 8, \"KeystoreIds\": [\"" + first + "\", \"" + second + "\"]}");

        wire("Assign")
                .with("first", first)
                .with("second", second)
                .with("first-job", get(first).get("CertStoreInventoryJobId").asText())
                .with("second-job", get(second).get("CertStoreInventoryJobId").asText())
                .assertResponse("two", 200, assigned);
        assertThat(world.audited(3004, 2, first.toString())).isEqualTo(1);
    }

    @Test
    void theContainerCanBeMadeForThem() {
        UUID store = pem("/srv/a.pem");
        String name = world.unique("New");
        String request = "{\"NewContainerName\": \"" + name + "\", \"NewContainerType\": 2, \"KeystoreIds\": [\""
                + store + "\"]}";

        assertThat(modifier.put(STORES + "/AssignContainer", request)
                        .json()
                        .at("/0/ContainerName")
                        .asText())
                .isEqualTo(name);
        wire("Assign")
                .with("name", name)
                .assertResponse("name-taken", 400, modifier.put(STORES + "/AssignContainer", request));
        assertThat(modifierOf5.put(STORES + "/AssignContainer", request).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            neither           | {"KeystoreIds": ["STORE"]}
            both              | {"CertStoreContainerId": 5, "NewContainerName": "X", "NewContainerType": 2, "KeystoreIds": ["STORE"]}
            new-without-type  | {"NewContainerName": "X", "KeystoreIds": ["STORE"]}
            new-unknown-type  | {"NewContainerName": "X", "NewContainerType": 77, "KeystoreIds": ["STORE"]}
            no-container      | {"CertStoreContainerId": 77, "KeystoreIds": ["STORE"]}
            other-type        | {"CertStoreContainerId": 7, "KeystoreIds": ["STORE"]}
            no-stores         | {"CertStoreContainerId": 5}
            unknown-store     | {"CertStoreContainerId": 5, "KeystoreIds": ["STORE", "01980000-0000-7000-8000-0000000000ff"]}
            """)
    void whatCannotBePutIntoAContainerIsRefused(String name, String request) {
        UUID store = pem("/srv/a.pem");

        wire("Assign")
                .with("store", store)
                .assertResponse(
                        name,
                        400,
                        modifier.put(STORES + "/AssignContainer", request.replace("STORE", store.toString())));

        assertThat(get(store).get("ContainerId").isNull()).isTrue();
    }

    @Test
    void thePermissionForBothContainersIsNeeded() {
        UUID store = stores.pem(agent, machine, "/srv/five.pem", 5);
        UUID free = pem("/srv/free.pem");
        String path = STORES + "/AssignContainer";

        assertThat(modifierOf5
                        .put(path, "{\"CertStoreContainerId\": 6, \"KeystoreIds\": [\"" + store + "\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(modifierOf5
                        .put(path, "{\"CertStoreContainerId\": 5, \"KeystoreIds\": [\"" + free + "\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(modifierOf5
                        .put(path, "{\"CertStoreContainerId\": 5, \"KeystoreIds\": [\"" + store + "\"]}")
                        .status())
                .isEqualTo(200);
    }

    // ------------------------------------------------------------------------------------------------------ approval

    /** A store as a discovery leaves it. */
    private UUID discovered(String path, int type) {
        UUID store = ApiStores.id(modifier.post(STORES, """
                {"ClientMachine": "%s", "Storepath": "%s", "CertStoreType": %d, "AgentId": "%s", "Password": {"SecretValue": null}}
                """.formatted(machine, path, type, agent)));
        world.run("UPDATE certificate_store SET approved = FALSE WHERE id = ?", store);
        return store;
    }

    @Test
    void discoveredStoresAreListedTakenOverAndInventoriedFromThenOn() {
        UUID first = discovered("/srv/a.pem", StoreFixture.PEM);
        UUID second = discovered("/srv/b.pem", StoreFixture.PEM);
        String pending = ApiStores.query(
                STORES, "ClientMachine -eq \"" + machine + "\" AND approved -eq false", "&SortField=StorePath");
        assertThat(modifier.get(pending).header("X-Total-Count")).isEqualTo("2");
        WireFiles wire = wire("Approve").with("first", first).with("second", second);
        wire("Schedule")
                .with("store", first)
                .assertResponse(
                        "not-approved-yet",
                        400,
                        modifier.post(
                                STORES + "/Schedule",
                                "{\"StoreIds\": [\"" + first + "\"], \"Schedule\": {\"Immediate\": true}}"));

        assertDone(modifier.post(STORES + "/Approve", wire.request("two")));

        assertThat(modifier.get(pending).header("X-Total-Count")).isEqualTo("0");
        assertThat(get(first).at("/InventorySchedule/Daily").isObject()).isTrue();
        assertThat(get(first).get("ContainerId").asInt()).isEqualTo(8);
        assertThat(ApiStores.parsed(get(first).get("Properties"))
                        .get("separatePrivateKey")
                        .asText())
                .isEqualTo("true");
        assertThat(get(second).get("ContainerId").isNull()).isTrue();
        assertThat(get(second).get("InventorySchedule").isNull()).isTrue();
        assertThat(world.audited(3004, 4, first.toString())).isEqualTo(1);
        wire.assertResponse("again", 400, modifier.post(STORES + "/Approve", wire.request("two")));
    }

    @Test
    void aPasswordComesWithTheApproval() {
        UUID store = discovered("/srv/a.jks", StoreFixture.JKS);
        WireFiles wire = wire("Approve").with("store", store);

        wire.assertResponse(
                "password-missing", 400, modifier.post(STORES + "/Approve", wire.request("password-missing")));
        assertDone(modifier.post(STORES + "/Approve", wire.request("with-password")));

        assertThat(passwordOf(store)).isEqualTo("changeit");
        ObjectNode shown = (ObjectNode) get(store);
        assertThat(ApiStores.parsed(shown.get("Properties"))
                        .at("/ServerPassword/HasValue")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-list",
                "empty",
                "null-entry",
                "no-id",
                "no-type",
                "store-twice",
                "two-types",
                "other-type",
                "unknown",
                "unknown-container",
                "container-for-another-type",
                "unknown-property"
            })
    void whatCannotBeTakenOverIsRefusedByItsPlace(String name) {
        UUID store = discovered("/srv/a.pem", StoreFixture.PEM);
        WireFiles wire = wire("Approve").with("store", store);

        wire.assertResponse(name, 400, modifier.post(STORES + "/Approve", wire.request(name)));

        assertThat(get(store).get("Approved").asBoolean()).isFalse();
    }

    // ------------------------------------------------------------------------------------------------- what is not
    // there

    @Test
    void theServersOfOldAreNotServed() {
        assertThat(modifier.get(STORES + "/Server").status()).as("no id").isEqualTo(400);
        assertThat(modifier.post(STORES + "/Server", "{}").status()).isEqualTo(405);
    }
}
