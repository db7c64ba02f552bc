package io.quartermaster.server.cert;

import static io.quartermaster.server.cert.ApiCertificates.CERTIFICATES;
import static io.quartermaster.server.cert.ApiCertificates.COLLECTIONS;
import static io.quartermaster.server.cert.ApiCertificates.query;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /CertificateCollections} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CollectionsApiTest {
    private final ApiClient manager = ApiClient.as(TestUser.CERTIFICATES_MANAGER);
    private String name = "";

    @Inject
    ApiWorld world;

    @Inject
    ApiCertificates certificates;

    @BeforeEach
    void aName() {
        name = world.unique("Collection");
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("CertificateCollections." + operation).with("name", name);
    }

    private Answer create() {
        Answer created = manager.post(COLLECTIONS, wire("Create").request("by-name"));
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created;
    }

    @Test
    void aCollectionIsCreatedReadByIdAndByNameChangedCopiedAndDeleted() {
        Answer created = create();
        int id = created.json().get("Id").asInt();
        wire("Create").with("id", id).assertResponse("by-name", 200, created);
        assertThat(manager.get(COLLECTIONS + "/" + id).json()).isEqualTo(created.json());
        assertThat(manager.get(COLLECTIONS + "/" + name).json()).isEqualTo(created.json());

        Answer changed = manager.put(COLLECTIONS, wire("Update").with("id", id).request("newest"));
        wire("Update").with("id", id).assertResponse("newest", 200, changed);
        Answer copy =
                manager.post(COLLECTIONS + "/Copy", wire("Copy").with("id", id).request("copy"));
        wire("Copy").with("id", id).with("copy", copy.json().get("Id").asInt()).assertResponse("copy", 200, copy);

        assertThat(manager.delete(COLLECTIONS + "/" + id).status()).isEqualTo(204);
        wire("Get").with("id", String.valueOf(id)).assertResponse("unknown", 404, manager.get(COLLECTIONS + "/" + id));
        assertThat(world.audited(2004, 1, name)).isEqualTo(2);
        assertThat(world.audited(2004, 2, name)).isEqualTo(1);
        assertThat(world.audited(2004, 3, name)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-name", "number-for-name", "bad-query", "unknown-field", "bad-duplication"})
    void aCollectionThatCannotBeIsRefused(String file) {
        wire("Create")
                .assertResponse(
                        file, 400, manager.post(COLLECTIONS, wire("Create").request(file)));
    }

    @Test
    void aNameIsTakenOnce() {
        create();
        wire("Create")
                .assertResponse(
                        "taken", 400, manager.post(COLLECTIONS, wire("Create").request("by-name")));
    }

    @Test
    void onlyCollectionsThatTheReaderMayUseAreListed() {
        certificates.collectionIs("Thumbprint -eq \"none\"");
        create();
        ApiClient ofCollection = ApiClient.as(TestUser.READER_OF_COLLECTION_5);

        Answer own = ofCollection.get(COLLECTIONS);

        assertThat(own.header("X-Total-Count")).isEqualTo("1");
        assertThat(own.json().get(0).get("Id").asInt()).isEqualTo(ApiCertificates.COLLECTION);
        assertThat(ofCollection.get(COLLECTIONS + "/" + name).status()).isEqualTo(403);
        assertThat(ofCollection.post(COLLECTIONS, "{\"Name\":\"x\"}").status()).isEqualTo(403);
        Answer all = manager.get(query(COLLECTIONS + "/CollectionList", "Name -eq \"" + name + "\"", ""));
        wire("CollectionList").with("id", all.json().get(0).get("Id").asInt()).assertResponse("by-name", 200, all);
    }

    @Test
    void favoritesAreOfferedInTheNavigation() {
        int id = create().json().get("Id").asInt();
        assertThat(manager.get(COLLECTIONS + "/NavItems").body()).doesNotContain(name);

        assertThat(manager.put(COLLECTIONS + "/" + id + "/Favorite", "{\"ShowInNavigator\":true}")
                        .status())
                .isEqualTo(204);

        assertThat(manager.get(COLLECTIONS + "/NavItems").body())
                .contains("{\"Id\":" + id + ",\"Name\":\"" + name + "\"}");
        wire("Favorite").assertResponse("missing", 400, manager.put(COLLECTIONS + "/" + id + "/Favorite", "{}"));
    }

    @Test
    void ofRenewedCertificatesOnlyTheNewestCounts() {
        String host = name + ".example.test";
        int older = certificates.add(TestCertificates.der(host, 1));
        int newer = certificates.add(TestCertificates.der(host, 2));
        world.run("UPDATE certificate SET not_before = not_before + interval '1 day' WHERE id = ?", newer);
        Answer created = manager.post(COLLECTIONS, """
                {"Name":"%s","Query":"IssuedCN -eq \\"%s\\"","DuplicationField":1}
                """.formatted(name, host));
        int id = created.json().get("Id").asInt();

        Answer list = manager.get(CERTIFICATES + "?collectionId=" + id);

        assertThat(list.json()).hasSize(1);
        assertThat(list.json().get(0).get("Id").asInt()).isEqualTo(newer);
        assertThat(manager.get(CERTIFICATES + "/" + older + "?collectionId=" + id)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aCollectionWhoseFieldIsGoneSaysSo() {
        int id = create().json().get("Id").asInt();
        world.run("UPDATE certificate_collection SET query = 'Gone -eq 1' WHERE id = ?", id);

        wire("Use").assertResponse("field-gone", 400, manager.get(CERTIFICATES + "?collectionId=" + id));
    }
}
