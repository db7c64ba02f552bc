package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command line kfutil relies on, and where it would crash. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class KfutilTrapsTest {
    private static final String TYPES = "/KeyfactorAPI/CertificateStoreTypes";
    private static final String MASK = "*".repeat(20);

    private final ApiClient client = ApiClient.as(TestUser.ADMIN);
    private String machine = "";
    private UUID agent = new UUID(0, 0);

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @BeforeEach
    void anAgent() {
        machine = world.machine();
        agent = stores.agent();
        world.storeType();
        world.container(5);
    }

    private UUID store(String type, String path, String properties, String password) {
        return ApiStores.id(client.post(
                STORES, """
                {"ContainerId": 0, "ClientMachine": "%s", "StorePath": "%s", "CertStoreType": "%s", "Approved": false,
                 "CreateIfMissing": false, "Properties": "%s", "AgentId": "%s", "AgentAssigned": false,
                 "ContainerName": "", "InventorySchedule": {}, "ReEnrollmentStatus": {}, "SetNewPasswordAllowed": false,
                 "Password": %s}
                """.formatted(machine, path, type, properties.replace("\"", "\\\""), agent, password)));
    }

    @Test
    void storeTypesCreateSendsTheNumberZeroAndReadsTheOneItGot() {
        String request = "{\"Name\": \"" + machine + "\", \"ShortName\": \"KFUTIL\", \"StoreType\": 0,"
                + " \"StorePathValue\": \"\", \"StorePathType\": \"\", \"SupportedOperations\": {\"Inventory\": true}}";
        Answer created = client.post(TYPES, request);

        assertThat(created.status()).as(created.body()).isEqualTo(200);
        int id = created.json().get("StoreType").asInt();
        assertThat(id).isPositive();
        JsonNode shown = client.get(TYPES + "/" + id).json();
        assertThat(shown.get("Properties").isArray()
                        && shown.get("EntryParameters").isArray())
                .isTrue();
        assertThat(shown.get("PasswordOptions").isObject()).isTrue();

        Answer again = client.post(TYPES, request);
        assertThat(again.status()).as("a second time it is told so").isEqualTo(400);
        assertThat(again.json().get("Message").asText()).contains("already");

        UUID any = ApiStores.id(client.post(STORES, """
                {"ClientMachine": "%s", "StorePath": "/an/y/path", "CertStoreType": "%d", "AgentId": null}
                """.formatted(machine, id)));
        assertThat(client.send("DELETE", TYPES + "/" + id, Optional.of("null")).status())
                .isEqualTo(400);
        assertThat(client.delete(STORES + "/" + any).status()).isEqualTo(204);
        assertThat(client.send("DELETE", TYPES + "/" + id, Optional.of("null")).status())
                .isEqualTo(204);
    }

    @Test
    void storesImportAlwaysSendsAPasswordThatMayBeEmpty() {
        UUID store = store("2", "/srv/a.pem", "{\"separatePrivateKey\":\"False\"}", "{\"SecretValue\":\"\"}");

        assertThat(client.get(STORES + "/" + store)
                        .json()
                        .at("/Password/HasValue")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void storesGetParsesThePropertiesToAnObject() {
        UUID store = store("2", "/srv/a.pem", "{}", "null");

        assertThat(ApiStores.parsed(client.get(STORES + "/" + store).json().get("Properties"))
                        .isObject())
                .isTrue();
    }

    @Test
    void storesInventoryAsksForSeveralMachinesAndATypeByItsName() {
        store("2", "/srv/a.pem", "{}", "null");

        Answer found = client.get(ApiStores.query(
                STORES,
                "(ClientMachine -eq \"" + machine + "\" OR ClientMachine -eq \"other\")AND (CertStoreType -eq \"PEM\")",
                ""));

        assertThat(found.header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    void migrateFindsSecretsByTheirIdsInListsAndSendsMasksBack() {
        UUID store = store("0", "/srv/a.jks", "{\"ServerPassword\":\"hush\"}", "{\"SecretValue\":\"changeit\"}");
        JsonNode alone = client.get(STORES + "/" + store).json();
        JsonNode view = ApiStores.parsed(alone.get("Properties")).get("ServerPassword");
        String row = client.get(ApiStores.query(STORES, "Id -eq \"" + store + "\"", ""))
                .json()
                .get(0)
                .get("Properties")
                .asText();
        String secretId = world.text(
                "SELECT properties -> 'ServerPassword' ->> 'secret' FROM certificate_store WHERE id = ?", store);

        assertThat(row).contains(secretId);
        assertThat(view.get("IsManaged").isBoolean()).isTrue();
        assertThat(view.get("ProviderTypeParameterValues").isArray()).isTrue();
        assertThat(view.get("Value").asText()).isEqualTo(MASK);

        Answer updated = client.send("Put", STORES, Optional.of("""
                {"Id": "%s", "ClientMachine": "%s", "StorePath": "/srv/a.jks", "CertStoreType": 0, "AgentId": "%s",
                 "Properties": "{\\"ServerPassword\\":{\\"value\\":{\\"SecretValue\\":\\"%s\\"}}}", "Password": null}
                """.formatted(store, machine, agent, MASK)));

        assertThat(updated.status()).as(updated.body()).isEqualTo(200);
        assertThat(updated.json().get("Properties").asText()).contains(secretId);
        assertThat(client.get(STORES + "/" + store)
                        .json()
                        .at("/Password/HasValue")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void containersAreFoundByNameAndTheirScheduleIsAText() {
        String name = world.unique("Kfutil");
        client.post(
                "/KeyfactorAPI/CertificateStoreContainers",
                "{\"Name\": \"" + name + "\", \"CertStoreType\": 2, \"Schedule\": {\"Interval\": {\"Minutes\": 60}}}");

        JsonNode found = client.get(
                        ApiStores.query("/KeyfactorAPI/CertificateStoreContainers", "Name -eq \"" + name + "\"", "")
                                .replace("?QueryString", "?pq.queryString"))
                .json();

        assertThat(found).hasSize(1);
        assertThat(found.at("/0/Id").isInt()).isTrue();
        assertThat(found.at("/0/Schedule").isTextual()).isTrue();
    }

    @Test
    void storesExportListsWithAnEmptyQueryUntilAPageIsEmpty() {
        store("2", "/srv/a.pem", "{}", "null");
        long total = world.count("SELECT count(*) FROM certificate_store");
        long seen = 0;
        int page = 1;
        JsonNode rows;
        do {
            rows = client.get(
                            STORES + "?certificateStoreQuery.queryString=&certificateStoreQuery.pageReturned=" + page++)
                    .json();
            seen += rows.size();
        } while (!rows.isEmpty() && page < 1_000);

        assertThat(seen).isGreaterThanOrEqualTo(total);
    }
}
