package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /qm/v1/stores/{id}/inventories} and {@code /qm/v1/held-inventories} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class InventoryTruthApiTest {
    private static final String AGENTS = "/KeyfactorAgents/CertStoreInventory";
    private static final String HELD = "/qm/v1/held-inventories";
    private static final String LEAF =
            Base64.getEncoder().encodeToString(TestCertificates.der("app.example.test", 0xA));

    private final ApiClient agentClient = ApiClient.asAgent();
    private final ApiClient reader = ApiClient.as(TestUser.READER_OF_CONTAINER_5);
    private final ApiClient modifier = ApiClient.as(TestUser.MODIFIER_OF_CONTAINER_5);
    private UUID agent = new UUID(0, 0);
    private UUID store = agent;
    private String machine = "";
    private WireFiles wire = WireFiles.of("Inventories");

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @BeforeEach
    void aStore() {
        machine = world.machine();
        agent = stores.agent();
        store = stores.pem(agent, machine, "/srv/site.pem", 5);
        wire = wire.with("store", store).with("machine", machine).with("agent", agent);
    }

    /** A run that finds entries. Gives its attempt. */
    private long find(String... aliases) {
        UUID job = world.job(agent, JobKind.INVENTORY, new StorePlace(store, machine, "/srv/site.pem"), null);
        String token = world.session(agent).token().toString();
        String call = "\"SessionToken\": \"%s\", \"JobId\": \"%s\"".formatted(token, job);
        long attempt = agentClient
                .post(AGENTS + "/Configure", "{" + call + "}")
                .json()
                .get("AuditId")
                .asLong();
        String items = Arrays.stream(aliases)
                .map(alias ->
                        "{\"Alias\": \"%s\", \"ItemStatus\": 0, \"Certificates\": [\"%s\"]}".formatted(alias, LEAF))
                .collect(Collectors.joining(","));
        agentClient.post(AGENTS + "/Update", "{" + call + ", \"Inventory\": [" + items + "]}");
        agentClient.post(
                AGENTS + "/Complete", "{" + call + ", \"Status\": 2, \"Message\": \"\", \"AuditId\": " + attempt + "}");
        return attempt;
    }

    private String versions() {
        return "/qm/v1/stores/" + store + "/inventories";
    }

    private WireFiles named(Answer answer) {
        WireFiles named = wire;
        for (JsonNode value : answer.json().findValues("Certificates")) {
            for (JsonNode certificate : value) {
                named = named.with("certificate", certificate.get("Id").asInt())
                        .with("thumbprint", certificate.get("Thumbprint").asText());
            }
        }
        return named;
    }

    @Test
    void versionsAreListedReadAndCompared() {
        wire = wire.with("first", find("one", "two")).with("second", find("one", "three"));

        Answer list = reader.get(versions());
        wire.assertResponse("versions", 200, list);
        Answer entries = reader.get(versions() + "/1");
        named(entries).assertResponse("entries", 200, entries);
        Answer changes = reader.get(versions() + "/2/diff");
        named(changes).assertResponse("changes", 200, changes);
    }

    @Test
    void listsGoOnWhereTheyEnded() {
        find("one", "two");
        find("one", "three");
        Answer first = reader.get(versions() + "?Limit=1");
        Answer second = reader.get(
                versions() + "?Limit=1&After=" + first.json().get("Next").asText());
        assertThat(second.json().get("Items").get(0).get("Version").asInt()).isEqualTo(1);
        Answer entry = reader.get(versions() + "/1?Limit=1");
        Answer next = reader.get(
                versions() + "/1?Limit=1&After=" + entry.json().get("Next").asText());
        assertThat(next.json().get("Items").get(0).get("Alias").asText()).isEqualTo("two");
        assertThat(reader.get(versions() + "/2?After="
                                + entry.json().get("Next").asText())
                        .status())
                .as("Next of another list")
                .isEqualTo(400);
    }

    @Test
    void whatIsNotThereOrOutOfReachIsNotRead() {
        find("one");
        for (String path : List.of("/9", "/9/diff")) {
            assertThat(reader.get(versions() + path).status()).as(path).isEqualTo(404);
        }
        assertThat(reader.get(versions() + "/x").status()).isIn(400, 404);
        UUID in6 = stores.pem(agent, world.machine(), "/srv/site.pem", 6);
        assertThat(reader.get("/qm/v1/stores/" + in6 + "/inventories").status()).isEqualTo(403);
        assertThat(reader.get(HELD + "/" + in6 + "/diff").status()).isEqualTo(403);
        assertThat(reader.get("/qm/v1/stores/" + UNKNOWN + "/inventories").status())
                .isEqualTo(404);
    }

    @Test
    void aHeldInventoryIsShownAndAccepted() {
        find("one", "two");
        long empty = find();
        wire = wire.with("empty", empty);
        Answer diff = reader.get(HELD + "/" + store + "/diff");
        named(diff).assertResponse("held", 200, diff);
        assertThat(reader.get(HELD).body()).contains(store.toString());

        assertThat(reader.post(HELD + "/" + store + "/accept", "{}").status()).isEqualTo(403);
        Answer another = modifier.post(HELD + "/" + store + "/accept", "{\"JobHistoryId\": " + (empty - 1) + "}");
        assertThat(another.status()).isEqualTo(409);
        assertThat(another.json().get("Message").asText())
                .isEqualTo("The inventory of attempt " + (empty - 1) + " is held no more; that of attempt " + empty
                        + " is. Look at it, and decide anew.");
        assertThat(modifier.post(HELD + "/" + store + "/accept", "{\"JobHistoryId\": " + empty + "}")
                        .status())
                .isEqualTo(204);
        wire.assertResponse("nothing-held", 404, modifier.post(HELD + "/" + store + "/accept", "{}"));
        assertThat(reader.get(versions())
                        .json()
                        .get("Items")
                        .get(0)
                        .get("AcceptedBy")
                        .asText())
                .isEqualTo(TestUser.MODIFIER_OF_CONTAINER_5.account());
    }

    @Test
    void aHeldInventoryIsRejectedWithoutABody() {
        find("one", "two");
        find();
        assertThat(modifier.post(HELD + "/" + store + "/reject", "").status()).isEqualTo(204);
        assertThat(reader.get(HELD).body()).doesNotContain(store.toString());
        assertThat(reader.get(versions()).json().get("Items")).hasSize(1);
    }
}
