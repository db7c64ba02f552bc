package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static io.quartermaster.server.store.ApiStores.UNKNOWN;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificate stores listed, shown and deleted over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CertificateStoresApiTest {
    private final ApiClient reader = ApiClient.as(TestUser.STORES_READER);
    private final ApiClient readerOf5 = ApiClient.as(TestUser.READER_OF_CONTAINER_5);
    private final ApiClient modifier = ApiClient.as(TestUser.STORES_MODIFIER);
    private final ApiClient modifierOf5 = ApiClient.as(TestUser.MODIFIER_OF_CONTAINER_5);
    private String machine = "";
    private UUID agent = new UUID(0, 0);

    @Inject
    ApiWorld world;

    @Inject
    ApiStores stores;

    @BeforeEach
    void anAgentAndAMachine() {
        machine = world.machine();
        agent = stores.agent();
        world.storeType();
        world.container(5);
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("CertificateStores." + operation)
                .with("machine", machine)
                .with("agent", agent)
                .with("unknown", UNKNOWN);
    }

    private Answer create(String name) {
        Answer created = modifier.post(STORES, wire("Create").request(name));
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created;
    }

    private UUID pem(String path, @Nullable Integer containerId) {
        return stores.pem(agent, machine, path, containerId);
    }

    private String ofMachine(String more) {
        return ApiStores.query(STORES, "ClientMachine -eq \"" + machine + "\"", more);
    }

    private static String list(Object... ids) {
        return IntStream.range(0, ids.length)
                .mapToObj(i -> "\"" + ids[i] + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    // -------------------------------------------------------------------------------------------------------------
    // list

    @Test
    void aListShowsSecretsByTheirIdsAndSchedulesWithTheirNextRun() {
        Answer jks = create("jks-with-everything");
        JsonNode secrets = ApiStores.parsed(jks.json().get("Properties"));
        Answer keys = create("keys-made-in-the-store");
        Answer orphan = create("without-agent");

        Answer answer = reader.get(ofMachine("&SortField=Id&SortAscending=1"));

        assertThat(answer.header("X-Total-Count")).isEqualTo("3");
        wire("List")
                .with("jks", ApiStores.id(jks))
                .with("job", jks.json().get("CertStoreInventoryJobId").asText())
                .with("username-secret", secrets.get("ServerUsername").asText())
                .with("password-secret", secrets.get("ServerPassword").asText())
                .with("keys", ApiStores.id(keys))
                .with("orphan", ApiStores.id(orphan))
                .assertResponse("all-kinds", 200, answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QueryString=Q&PageReturned=2&ReturnLimit=2&SortField=StorePath",
                "certificateStoreQuery.queryString=Q&certificateStoreQuery.pageReturned=2&certificateStoreQuery.returnLimit=2"
                        + "&certificateStoreQuery.sortField=storepath&certificateStoreQuery.sortAscending=0",
                "certificateStoreQuery.queryString=Q&pageReturned=2&ReturnLimit=2&sortfield=STOREPATH",
                "querystring=Q&skipCount=2&SortField=StorePath"
            })
    void aPageIsGivenToOldAndNewClients(String parameters) {
        pem("/srv/a.pem", null);
        pem("/srv/b.pem", null);
        UUID third = pem("/srv/c.pem", null);
        String query = ofMachine("").substring((STORES + "?QueryString=").length());

        Answer page = reader.send("GET", STORES + "/?" + parameters.replace("Q&", query + "&"), Optional.of("null"));

        assertThat(page.header("X-Total-Count")).isEqualTo("3");
        wire("List").with("store", third).assertResponse("last-page", 200, page);
    }

    @Test
    void aPageBeyondTheEndIsAnEmptyList() {
        pem("/srv/a.pem", null);

        Answer answer = reader.get(ofMachine("&PageReturned=2"));

        assertThat(answer.header("X-Total-Count")).isEqualTo("1");
        wire("List").assertResponse("beyond-the-end", 200, answer);
    }

    @Test
    void whoMayReadOneContainerSeesAndCountsItsStores() {
        UUID in5 = pem("/srv/a.pem", 5);
        pem("/srv/b.pem", 6);
        pem("/srv/c.pem", null);

        for (ApiClient client : new ApiClient[] {readerOf5, modifierOf5}) {
            Answer answer = client.get(ofMachine("&PerformRoleCheck=false"));
            assertThat(answer.header("X-Total-Count")).isEqualTo("1");
            wire("List").with("store", in5).assertResponse("of-container-5", 200, answer);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknown-field         | QueryString=Storepth%20-eq%20%22x%22
            no-operator           | QueryString=StorePath
            unfit-operator        | QueryString=Approved%20-contains%20%22x%22
            unfit-value           | QueryString=AgentId%20-eq%20%22edge-01%22
            unknown-sort-field    | SortField=Colour
            direction             | SortAscending=2
            page-zero             | PageReturned=0
            page-no-number        | certificateStoreQuery.pageReturned=first
            limit-zero            | ReturnLimit=0
            negative-skip         | SkipCount=-1
            role-check-no-truth   | PerformRoleCheck=perhaps
            role-no-number        | RoleIdList=Administrators
            """)
    void whatCannotBeListedIsRefused(String name, String parameters) {
        wire("List").assertResponse(name, 400, reader.get(STORES + "?" + parameters));
    }

    // ---------------------------------------------------------------------------------------------------------- get
    // one

    @Test
    void oneStoreShowsWhetherThereAreSecretsAndNeverWhich() {
        Answer created = create("jks-with-everything");
        UUID store = ApiStores.id(created);

        Answer answer = reader.get(STORES + "/" + store);

        wire("Get")
                .with("store", store)
                .with("job", created.json().get("CertStoreInventoryJobId").asText())
                .assertResponse("jks-with-everything", 200, answer);
        assertThat(answer.body()).doesNotContain("deploy", "hunter2", "changeit");
        assertThat(ApiStores.parsed(answer.json().get("Properties"))
                        .get("ServerPassword")
                        .get("HasValue")
                        .isBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "without-agent", "keys-made-in-the-store"})
    void oneStoreIsShownWithAllItsMembers(String name) {
        UUID store = ApiStores.id(create(name));

        wire("Get").with("store", store).assertResponse(name, 200, reader.get(STORES + "/" + store + "/"));
    }

    @Test
    void whatIsNotThereOrOutOfReachIsNotShown() {
        UUID in6 = pem("/srv/a.pem", 6);
        WireFiles get = wire("Get").with("store", in6);

        get.assertResponse("unknown", 404, reader.get(STORES + "/" + UNKNOWN));
        get.assertResponse("no-guid", 400, reader.get(STORES + "/7"));
        get.assertResponse("other-container", 403, readerOf5.get(STORES + "/" + in6));
    }

    // -----------------------------------------------------------------------------------------------------------
    // delete

    @Test
    void aDeletedStoreIsGone() {
        UUID in5 = pem("/srv/a.pem", 5);

        Answer deleted = modifierOf5.send("DELETE", STORES + "/" + in5, Optional.of("null"));

        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(reader.get(STORES + "/" + in5).status()).isEqualTo(404);
        assertThat(world.audited(3004, 3, in5.toString())).isEqualTo(1);
    }

    @Test
    void whatIsNotThereOrOutOfReachIsNotDeleted() {
        UUID in6 = pem("/srv/a.pem", 6);
        WireFiles delete = wire("Delete").with("store", in6);

        delete.assertResponse("unknown", 404, modifier.delete(STORES + "/" + UNKNOWN));
        delete.assertResponse("no-guid", 400, modifier.delete(STORES + "/7"));
        delete.assertResponse("other-container", 403, modifierOf5.delete(STORES + "/" + in6));

        assertThat(stores.exists(in6)).isTrue();
    }

    @Test
    void manyStoresAreDeletedAtOnce() {
        UUID a = pem("/srv/a.pem", 5);
        UUID b = pem("/srv/b.pem", 5);
        WireFiles delete = wire("DeleteMany").with("a", a).with("b", b);

        Answer deleted = modifierOf5.send("DELETE", STORES, Optional.of(delete.request("two")));

        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(stores.exists(a) || stores.exists(b)).isFalse();
    }

    @Test
    void ofManyStoresAllOrNoneAreDeleted() {
        UUID in5 = pem("/srv/a.pem", 5);
        UUID in6 = pem("/srv/b.pem", 6);
        WireFiles delete = wire("DeleteMany").with("in-5", in5).with("in-6", in6);

        delete.assertResponse("unknown", 400, modifier.send("DELETE", STORES, Optional.of(delete.request("unknown"))));
        delete.assertResponse(
                "other-container",
                403,
                modifierOf5.send("DELETE", STORES, Optional.of(delete.request("other-container"))));

        assertThat(stores.exists(in5) && stores.exists(in6)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "no-guid", "empty-entry", "no-list", "null"})
    void aBodyThatIsNoListOfIdsIsRefused(String name) {
        WireFiles delete = wire("DeleteMany");

        delete.assertResponse(name, 400, modifier.send("DELETE", STORES, Optional.of(delete.request(name))));
    }

    @Test
    void aDeletionWithoutABodyIsRefused() {
        wire("DeleteMany").assertResponse("null", 400, modifier.delete(STORES));
    }

    @Test
    void moreIdsThanTheLimitAreRefusedWithTheLimit() {
        Object[] ids = IntStream.rangeClosed(0, StoreSelection.STORES_MAX)
                .mapToObj(i -> "00000000-0000-7000-8000-%012x".formatted(i))
                .toArray();

        wire("DeleteMany").assertResponse("too-many", 400, modifier.send("DELETE", STORES, Optional.of(list(ids))));
    }
}
