package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.cert.ParsedCertificate;
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
import java.util.Base64;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents report of a store, and what people then read: CertStoreInventory/Update and /CertificateStores/{id}/Inventory. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class InventoryApiTest {
    private static final String AGENTS = "/KeyfactorAgents/CertStoreInventory";
    private static final String UPDATE = AGENTS + "/Update";

    private static final byte[] LEAF = TestCertificates.der("app.example.test", 0xA);
    private static final byte[] ISSUER = TestCertificates.der("issuer.example.test", 0xCA);
    private static final byte[] OTHER = TestCertificates.der("mail.example.test", 0xB);

    private final ApiClient agentClient = ApiClient.asAgent();
    private final ApiClient reader = ApiClient.as(TestUser.STORES_READER);
    private UUID agent = new UUID(0, 0);
    private UUID store = agent;
    private UUID job = agent;
    private WireFiles update = WireFiles.of("CertStoreInventory.Update");
    private WireFiles configure = WireFiles.of("CertStoreInventory.Configure");
    private WireFiles complete = WireFiles.of("CertStoreInventory.Complete");
    private WireFiles read = WireFiles.of("CertificateStores.Inventory");

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @BeforeEach
    void anInventoryOfAStoreIsDue() {
        String machine = world.machine();
        agent = stores.agent();
        store = stores.pem(agent, machine, "/srv/site.pem", 5);
        job = world.job(agent, JobKind.INVENTORY, new StorePlace(store, machine, "/srv/site.pem"), null);
        UUID token = world.session(agent).token();
        update = update.with("token", token)
                .with("job", job)
                .with("unknown", UNKNOWN)
                .with("leaf", base64(LEAF))
                .with("issuer", base64(ISSUER))
                .with("other", base64(OTHER));
        configure = configure.with("token", token).with("job", job).with("machine", machine);
        complete = complete.with("token", token).with("job", job);
        read = read.with("store", store).with("unknown", UNKNOWN);
    }

    private static String base64(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }

    /** The agent begins the inventory. */
    private Answer begin() {
        Answer configured = agentClient.post(AGENTS + "/Configure", configure.request("begins"));
        long attempt = configured.json().get("AuditId").asLong();
        configure = configure.with("attempt", attempt);
        complete = complete.with("attempt", attempt);
        return configured;
    }

    private void assertTaken(String name) {
        update.assertResponse("taken", 200, agentClient.post(UPDATE, update.request(name)));
    }

    private void assertRefused(String name, WireFiles wire) {
        wire.assertResponse(name, 200, agentClient.post(UPDATE, wire.request(name)));
        assertThat(world.count("SELECT count(*) FROM inventory_update WHERE store_id = ?", store))
                .isZero();
    }

    private void end() {
        complete.assertResponse("success", 200, agentClient.post(AGENTS + "/Complete", complete.request("success")));
    }

    private Answer inventory(String more) {
        return reader.get(STORES + "/" + store + "/Inventory" + more);
    }

    /** With names for the numbers that the server chose and for what chance put into the certificates. */
    private WireFiles named(Answer inventory) {
        WireFiles named = read;
        for (JsonNode entry : inventory.json()) {
            named = named.with(
                    "item-" + entry.get("Name").asText(),
                    entry.get("CertStoreInventoryItemId").asInt());
            for (JsonNode certificate : entry.get("Certificates")) {
                String name = certificate.get("IssuedDN").asText().replaceAll("CN=(\\w+).*", "$1");
                named = named.with(name, certificate.get("Id").asInt())
                        .with(
                                name + "-thumbprint",
                                certificate.get("Thumbprint").asText());
            }
        }
        return named;
    }

    @Test
    void whatAnAgentFindsIsTheInventoryOfTheStore() {
        Answer configured = begin();
        configure.assertResponse("nothing-held", 200, configured);
        assertTaken("two-entries");
        end();

        Answer inventory = inventory("");

        assertThat(inventory.header("X-Total-Count")).isEqualTo("2");
        named(inventory).assertResponse("two-entries", 200, inventory);
    }

    @Test
    void theNextRunNamesDifferences() {
        begin();
        assertTaken("two-entries");
        end();
        UUID next = world.job(agent, JobKind.INVENTORY, new StorePlace(store, "m", "/srv/site.pem"), null);
        update = update.with("job", next);
        configure = configure.with("job", next);
        complete = complete.with("job", next);
        configure = configure
                .with("leaf-thumbprint", ParsedCertificate.parse(LEAF).thumbprint())
                .with("issuer-thumbprint", ParsedCertificate.parse(ISSUER).thumbprint())
                .with("other-thumbprint", ParsedCertificate.parse(OTHER).thumbprint());
        Answer configured = begin();
        configure.assertResponse("two-held", 200, configured);
        assertTaken("difference");
        end();

        Answer inventory = inventory("");

        assertThat(inventory.header("X-Total-Count")).isEqualTo("1");
        named(inventory).assertResponse("after-the-difference", 200, inventory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "no-inventory"})
    void anUpdateWithoutAnEntryIsTaken(String name) {
        begin();

        assertTaken(name);
    }

    @Test
    void theEntriesArePagedAndNotTheirCertificates() {
        begin();
        assertTaken("two-entries");
        end();
        for (String parameters : new String[] {
            "?PageReturned=2&ReturnLimit=1",
            "?query.pageReturned=2&query.returnLimit=1&query.sortField=Name",
            "?ReturnLimit=1&SortField=Name&SortAscending=1"
        }) {
            Answer page = inventory(parameters);
            assertThat(page.header("X-Total-Count")).isEqualTo("2");
            assertThat(page.json()).hasSize(1);
            assertThat(page.json().get(0).get("Name").asText()).as(parameters).isEqualTo("mail-tls");
        }
        Answer beyond = inventory("?PageReturned=2");
        assertThat(beyond.header("X-Total-Count")).isEqualTo("2");
        read.assertResponse("nothing", 200, beyond);
    }

    @Test
    void aStoreThatWasNeverReadHoldsNothing() {
        Answer inventory = ApiClient.as(TestUser.READER_OF_CONTAINER_5).get(STORES + "/" + store + "/Inventory");

        assertThat(inventory.header("X-Total-Count")).isEqualTo("0");
        read.assertResponse("nothing", 200, inventory);
    }

    @Test
    void whatIsNotThereOrOutOfReachIsNotRead() {
        UUID in6 = stores.pem(agent, world.machine(), "/srv/site.pem", 6);

        read.assertResponse("unknown", 404, reader.get(STORES + "/" + UNKNOWN + "/Inventory"));
        read.assertResponse("no-guid", 400, reader.get(STORES + "/7/Inventory"));
        read.assertResponse(
                "other-container",
                403,
                ApiClient.as(TestUser.READER_OF_CONTAINER_5).get(STORES + "/" + in6 + "/Inventory"));
    }

    @Test
    void entriesAreFoundByTheirName() {
        begin();
        assertTaken("two-entries");
        end();

        Answer inventory = inventory("?query.queryString=Name%20-startswith%20%22MAIL%22");

        assertThat(inventory.header("X-Total-Count")).isEqualTo("1");
        named(inventory).assertResponse("by-name", 200, inventory);
    }

    @ParameterizedTest
    @CsvSource({
        "unknown-field,QueryString=Thumbprint%20-eq%20%22A%22",
        "unknown-sort-field,SortField=Thumbprint",
        "direction,SortAscending=2",
        "page-zero,query.pageReturned=0",
        "limit-zero,ReturnLimit=0",
        "negative-skip,SkipCount=-1"
    })
    void whatCannotBePagedIsRefused(String name, String parameters) {
        read.assertResponse(name, 400, inventory("?" + parameters));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown-session",
                "not-in-process",
                "no-certificate",
                "armoured",
                "no-alias",
                "empty-entry",
                "status-5",
            })
    void anUpdateThatCannotBeTakenSaysWhat(String name) {
        begin();

        assertRefused(name, update);
    }

    @Test
    void anUpdateBeyondALimitSaysWhichOne() {
        begin();

        assertRefused("long-alias", update.with("too-long", "x".repeat(GatherInventory.ALIAS_LENGTH_MAX + 1)));
        assertRefused(
                "long-chain",
                update.with("too-many", repeated("AQID", GatherInventory.CERTIFICATES_PER_ENTRY_MAX + 1)));
    }

    @Test
    void moreEntriesThanTheLimitAreRefusedWithTheLimit() {
        begin();
        String entries = IntStream.rangeClosed(0, GatherInventory.INVENTORY_ENTRIES_MAX)
                .mapToObj(i -> "{\"Alias\":\"" + i + "-tls\"}")
                .collect(Collectors.joining(",", "[", "]"));

        assertRefused("too-many", update.with("too-many", entries));
    }

    private static String repeated(String text, int times) {
        return Collections.nCopies(times, "\"" + text + "\"").stream().collect(Collectors.joining(","));
    }

    @Test
    void anUpdateBeforeTheInventoryBeginsIsRefused() {
        assertRefused("not-begun", update);
    }

    @Test
    void anUpdateOfAnotherKindOfJobIsRefused() {
        AgentSession session = world.session(agent);
        UUID logs = world.job(agent, JobKind.FETCH_LOGS, null, null);
        world.begin(session, logs);

        assertRefused("another-kind", update.with("token", session.token()).with("log-job", logs));
    }

    // The C agent glues the body of a failed try and that of the next one together.
    @Test
    void whatIsNoUpdateIsRefusedWithoutABody() {
        for (String body :
                new String[] {"null", "[]", "{\"Inventory\":{}}", "{\"Inventory\":[{\"ItemStatus\":\"new\"}]}"}) {
            Answer answer = agentClient.post(UPDATE, body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.body()).isEmpty();
        }
    }
}
