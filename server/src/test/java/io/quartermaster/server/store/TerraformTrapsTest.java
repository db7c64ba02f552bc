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

/** What the Terraform provider compares between its state and our answers: a difference is a change to it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class TerraformTrapsTest {
    private static final String TYPES = "/KeyfactorAPI/CertificateStoreTypes";
    private static final String APPLICATIONS = "/KeyfactorAPI/Applications";

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

    /** With properties as plain texts, secrets too. */
    private Answer create() {
        Answer created = client.post(STORES, """
                {"ContainerId": 5, "ClientMachine": "%s", "StorePath": "/srv/a.jks", "CertStoreType": 0, "Approved": false,
                 "CreateIfMissing": false, "AgentId": "%s", "AgentAssigned": false, "SetNewPasswordAllowed": false,
                 "Properties": "{\\"ServerUsername\\":\\"svc\\",\\"ServerPassword\\":\\"pw\\",\\"ServerUseSsl\\":\\"true\\"}",
                 "InventorySchedule": {"Daily": {"Time": "2023-11-25T23:30:00Z"}}, "Password": {"SecretValue": "changeit"}}
                """.formatted(machine, agent));
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created;
    }

    @Test
    void whatACreationAnswersIsWhatIsReadLater() {
        JsonNode created = create().json();
        JsonNode read = client.get(STORES + "/" + created.get("Id").asText()).json();

        for (String member : new String[] {
            "Id",
            "ClientMachine",
            "Storepath",
            "Approved",
            "AgentId",
            "AgentAssigned",
            "SetNewPasswordAllowed",
            "ContainerId",
            "CreateIfMissing"
        }) {
            assertThat(read.get(member)).as(member).isEqualTo(created.get(member));
        }
        assertThat(created.get("Approved").asBoolean()).isTrue();
        assertThat(created.get("AgentAssigned").asBoolean()).isTrue();
        assertThat(read.at("/InventorySchedule/Daily/Time").asText())
                .as("the date may move, the time may not")
                .endsWith("T23:30:00Z");
    }

    @Test
    void theDataSourceFindsOneStoreWhoseEveryPropertyIsAText() {
        create();

        Answer found = client.get(ApiStores.query(
                STORES,
                "ContainerId -eq \"5\" AND StorePath -eq \"/srv/a.jks\" AND ClientMachine -eq \"" + machine + "\"",
                ""));

        assertThat(found.json()).hasSize(1);
        JsonNode properties = ApiStores.parsed(found.json().at("/0/Properties"));
        assertThat(properties).hasSize(3);
        properties.forEach(property -> assertThat(property.isTextual()).isTrue());
        assertThat(properties.get("ServerUseSsl").asText()).isEqualTo("true");
        assertThat(found.json().at("/0/ContainerName").asText()).isEqualTo("Container 5");
    }

    @Test
    void anUpdateWrapsItsValuesAndSendsEverything() {
        String id = create().json().get("Id").asText();

        Answer updated = client.send("Put", STORES, Optional.of("""
                {"Id": "%s", "ContainerId": 5, "ClientMachine": "%s", "StorePath": "/srv/a.jks", "CertStoreType": 0,
                 "CreateIfMissing": false, "AgentId": "%s", "AgentAssigned": true, "Approved": true,
                 "Properties": "{\\"ServerUsername\\":{\\"value\\":\\"svc\\"},\\"ServerPassword\\":{\\"value\\":\\"new\\"},\\"ServerUseSsl\\":{\\"value\\":\\"false\\"}}",
                 "InventorySchedule": {"Interval": {"Minutes": 60}}, "Password": {"SecretValue": "changeit"}}
                """.formatted(id, machine, agent)));

        assertThat(updated.status()).as(updated.body()).isEqualTo(200);
        JsonNode read = client.get(STORES + "/" + id).json();
        assertThat(read.get("ContainerId").asInt()).isEqualTo(5);
        assertThat(ApiStores.parsed(read.get("Properties")).get("ServerUseSsl").asText())
                .isEqualTo("false");
        assertThat(read.get("InventorySchedule").toString()).isEqualTo("{\"Interval\":{\"Minutes\":60}}");
    }

    @Test
    void anUpdateWithoutAContainerTakesTheStoreOutAndTheAuditSaysSo() {
        String id = create().json().get("Id").asText();

        Answer updated = client.put(STORES, "{\"Id\": \"" + id + "\", \"ContainerId\": 0}");

        assertThat(updated.json().get("ContainerId").isNull()).isTrue();
        assertThat(client.get(STORES + "/" + id).json().get("ContainerName").isNull())
                .isTrue();
        assertThat(world.audited(3004, 2, id)).isEqualTo(1);
        assertThat(world.count("""
                SELECT count(*) FROM audit_entry
                 WHERE immutable_identifier = ? AND message LIKE '%<ContainerId>5<%<ContainerId>null<%'
                """, id)).isEqualTo(1);
    }

    @Test
    void theWordDailyIsNoTimeAndIsToldSo() {
        Answer refused = client.post(STORES, """
                {"ClientMachine": "%s", "StorePath": "/srv/a.pem", "CertStoreType": 2, "AgentId": "%s",
                 "InventorySchedule": {"Daily": {"Time": "daily"}}}
                """.formatted(machine, agent));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("Message").asText()).contains("InventorySchedule.Daily.Time", "daily");
    }

    @Test
    void aTypeThatIsUpdatedWithoutItsListsKeepsThemEmptyAndNotNull() {
        int id = client.post(
                        TYPES, "{\"Name\": \"" + machine + "\", \"ShortName\": \"TFORM\", \"EntryParameters\": []}")
                .json()
                .get("StoreType")
                .asInt();

        JsonNode updated = client.put(
                        TYPES, "{\"StoreType\": " + id + ", \"Name\": \"" + machine + "\", \"ShortName\": \"TFORM\"}")
                .json();

        assertThat(updated.get("Properties").toString()).isEqualTo("[]");
        assertThat(updated.get("EntryParameters").toString()).isEqualTo("[]");
        assertThat(updated).isEqualTo(client.get(TYPES + "/" + id).json());
        assertThat(client.delete(TYPES + "/" + id).status()).isEqualTo(204);
    }

    @Test
    void theShortNameOfATypeIsWhatWasSent() {
        JsonNode type = client.get(TYPES + "/0").json();

        assertThat(type.get("ShortName").asText()).isEqualTo("JKS");
        assertThat(type.get("StoreType").asInt()).isZero();
    }

    @Test
    void anApplicationIsChangedByTheIdInTheBodyAndTheTimeOfItsScheduleStays() {
        String name = world.unique("Terraform");
        int id = client.post(APPLICATIONS, "{\"Name\": \"" + name + "\"}")
                .json()
                .get("Id")
                .asInt();

        JsonNode updated = client.put(
                        APPLICATIONS,
                        "{\"Id\": " + id + ", \"Name\": \"" + name
                                + "\", \"OverwriteSchedules\": false, \"Schedule\": {\"Daily\": {\"Time\": \"2023-11-25T23:30:00Z\"}}}")
                .json();

        assertThat(updated.get("CertStoreType").asInt()).isEqualTo(-1);
        JsonNode read = client.get(APPLICATIONS + "/" + id).json();
        assertThat(read.at("/Schedule/Daily/Time").asText()).endsWith("T23:30:00Z");
        assertThat(read.get("CertificateStores").isArray()).isTrue();
        assertThat(client.send("DELETE", APPLICATIONS + "/" + id, Optional.of("null"))
                        .status())
                .isEqualTo(204);
    }
}
