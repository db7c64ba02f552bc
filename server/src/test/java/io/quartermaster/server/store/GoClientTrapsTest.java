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

/** What the Go client sends that others do not, and what it cannot read. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class GoClientTrapsTest {
    private static final String API = "/KeyfactorAPI/";

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

    /** As it sends every GET and DELETE: with the four letters {@code null} for a body. */
    private Answer get(String path) {
        return client.send("GET", path, Optional.of("null"));
    }

    private Answer delete(String path) {
        return client.send("DELETE", path, Optional.of("null"));
    }

    private String found(String query) {
        return get(ApiStores.query(STORES, query, "")).header("X-Total-Count");
    }

    @Test
    void theMethodOfAnUpdateIsSpelledPut() {
        UUID store = stores.pem(agent, machine, "/srv/a.pem", 5);

        for (String verb : new String[] {"Put", "put", "PUT"}) {
            Answer updated = client.send(
                    verb,
                    STORES + "/",
                    Optional.of("{\"Id\": \"" + store + "\", \"ContainerId\": 5, \"AgentId\": \"" + agent + "\","
                            + " \"StorePath\": \"/srv/a.pem\"}"));
            assertThat(updated.status()).as(verb + " " + updated.body()).isEqualTo(200);
        }
    }

    @Test
    void getAndDeleteHaveTheBodyNull() {
        UUID store = stores.pem(agent, machine, "/srv/a.pem", 5);
        int type = client.post(
                        API + "CertificateStoreTypes", "{\"Name\": \"" + machine + "\", \"ShortName\": \"GOCLIENT\"}")
                .json()
                .get("StoreType")
                .asInt();
        int container = client.post(API + "CertificateStoreContainers", "{\"Name\": \"" + machine + "\"}")
                .json()
                .get("Id")
                .asInt();

        for (String path : new String[] {
            "CertificateStores/",
            "CertificateStores/" + store,
            "CertificateStores/" + store + "/Inventory",
            "CertificateStoreTypes",
            "CertificateStoreTypes/" + type,
            "CertificateStoreTypes/Name/goclient",
            "CertificateStoreContainers",
            "CertificateStoreContainers/" + container,
            "Applications/" + container
        }) {
            assertThat(get(API + path).status()).as(path).isEqualTo(200);
        }
        for (String path : new String[] {
            "CertificateStores/" + store, "CertificateStoreTypes/" + type, "CertificateStoreContainers/" + container
        }) {
            Answer deleted = delete(API + path);
            assertThat(deleted.status()).as(path + " " + deleted.body()).isEqualTo(204);
        }
    }

    @Test
    void errorsAreObjectsWithAMessageAndFailedOperationsAreObjectsToo() {
        for (Answer refused : new Answer[] {
            get(STORES + "/" + ApiStores.UNKNOWN),
            get(API + "CertificateStoreTypes/77"),
            get(API + "CertificateStoreContainers/77"),
            client.post(API + "CertificateStoreTypes", "{\"Name\": \"X\", \"ShortName\": \"JKS\"}"),
            client.post(API + "CertificateStoreContainers", "{}"),
            client.put(STORES, "{}"),
            client.post(STORES + "/Approve", "[{\"Id\": \"" + ApiStores.UNKNOWN + "\", \"CertStoreType\": 2}]"),
            client.send("DELETE", API + "CertificateStoreTypes", Optional.of("[0]"))
        }) {
            JsonNode body = refused.json();
            assertThat(body.get("Message").asText()).isNotBlank();
            assertThat(body.get("ErrorCode").asText()).startsWith("0x");
            body.path("FailedOperations")
                    .forEach(failed ->
                            assertThat(failed.get("Reason").isTextual()).isTrue());
        }
    }

    @Test
    void pagesEndWithAnEmptyListAndTheSameTotal() {
        stores.pem(agent, machine, "/srv/a.pem", null);
        stores.pem(agent, machine, "/srv/b.pem", null);
        String query = "ClientMachine -eq \"" + machine + "\"";

        for (int page = 1; page <= 3; page++) {
            Answer answer = get(ApiStores.query(
                    STORES,
                    query,
                    "&certificateStoreQuery.pageReturned=" + page + "&certificateStoreQuery.returnLimit=1"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Total-Count")).isEqualTo("2");
            assertThat(answer.json().size()).isEqualTo(page < 3 ? 1 : 0);
        }
        for (String list : new String[] {"CertificateStoreTypes", "CertificateStoreContainers", "Applications"}) {
            assertThat(get(API + list + "?pq.pageReturned=100000").body()).isEqualTo("[]");
        }
    }

    @Test
    void queriesAreWrittenAsItJoinsThem() {
        stores.pem(agent, machine, "/srv/a.pem", 5);
        UUID in5 = stores.pem(agent, machine, "/srv/b.pem", null);

        assertThat(found("(ClientMachine -eq \"" + machine + "\")AND (ContainerName -eq \"Container 5\")"))
                .isEqualTo("1");
        assertThat(found("((clientmachine -eq \"" + machine + "\")OR (Id -eq \"" + in5 + "\"))"))
                .isEqualTo("2");
        assertThat(found("ClientMachine -eq \"" + machine + "\" AND ContainerId -ne null AND Approved -eq \"True\""))
                .isEqualTo("1");
        assertThat(found("ClientMachine -eq \"" + machine + "\" AND CertStoreType -eq \"2\""))
                .isEqualTo("2");
        assertThat(found("ClientMachine -eq \"" + machine + "\" AND CertStoreType -eq \"pem\""))
                .isEqualTo("2");
        assertThat(get(STORES + "?certificateStoreQuery.queryString=&pageReturned=1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void membersHaveTheTypesItDecodes() {
        UUID store = stores.pem(agent, machine, "/srv/a.pem", 5);
        JsonNode alone = get(STORES + "/" + store).json();
        JsonNode row = get(ApiStores.query(STORES, "Id -eq \"" + store + "\"", ""))
                .json()
                .get(0);

        assertThat(alone.get("Password").isObject()).isTrue();
        assertThat(row.get("Password").isNull()).isTrue();
        assertThat(row.get("ContainerId").isInt()).isTrue();
        assertThat(row.at("/ReenrollmentStatus/CustomAliasAllowed").isInt())
                .as("a number here")
                .isTrue();
        JsonNode type = get(API + "CertificateStoreTypes/2").json();
        assertThat(type.get("CustomAliasAllowed").isTextual())
                .as("a name there")
                .isTrue();
        assertThat(type.get("PrivateKeyAllowed").isTextual()).isTrue();
        assertThat(type.at("/PasswordOptions/Style").isTextual()).isTrue();
        assertThat(type.get("CertificateFormat").isInt()).isTrue();
        get(API + "CertificateStoreContainers")
                .json()
                .forEach(container -> assertThat(container.get("Schedule").isTextual()
                                || container.get("Schedule").isNull())
                        .isTrue());
    }

    @Test
    void aTypeIsLookedForByItsNameInAnArray() {
        assertThat(get(API + "CertificateStoreTypes/Name/pkcs12")
                        .json()
                        .at("/0/StoreType")
                        .asInt())
                .isEqualTo(101);
        assertThat(get(API + "CertificateStoreTypes/Name/none").body()).isEqualTo("[]");
    }
}
