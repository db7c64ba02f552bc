package io.quartermaster.server.cert;

import static io.quartermaster.server.cert.ApiCertificates.CERTIFICATES;
import static io.quartermaster.server.cert.ApiCertificates.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /Certificates} over HTTP: finding, looking at and forgetting them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CertificatesApiTest {
    private final ApiClient reader = ApiClient.as(TestUser.CERTIFICATES_READER);
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private String name = "";
    private TestChain chain = new TestChain("unused.example.test");
    private List<Integer> ids = List.of();

    @Inject
    ApiWorld world;

    @Inject
    ApiCertificates certificates;

    @BeforeEach
    void aChain() {
        name = world.unique("app") + ".example.test";
        chain = new TestChain(name);
        ids = certificates.add(chain.all());
    }

    private int leaf() {
        return ids.getFirst();
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("Certificates." + operation)
                .with("leaf", leaf())
                .with("issuing", ids.get(1))
                .with("root", ids.get(2))
                .with("name", name)
                .with("content", Base64.getEncoder().encodeToString(chain.leaf))
                .with("thumbprint", ParsedCertificate.parse(chain.leaf).thumbprint());
    }

    private Answer find(String query, String more) {
        return reader.get(query(CERTIFICATES, query, more));
    }

    private void assertFinds(String query, int... expected) {
        Answer answer = find("(" + query + ") AND IssuerDN -contains \"" + name + "\"", "&ReturnLimit=100");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json()).as(query).hasSize(expected.length);
        assertThat(answer.header("X-Total-Count")).isEqualTo(String.valueOf(expected.length));
        List<Integer> found = new ArrayList<>();
        answer.json().forEach(certificate -> found.add(certificate.get("Id").asInt()));
        assertThat(found)
                .as(query)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(expected).boxed().toList());
    }

    @Test
    void aCertificateIsShownWithAllThatIsKnownOfIt() {
        certificates.issued(leaf(), new Issuance("CORP\\alice", 3, "host\\Issuing", 4, "WebServer", 70001L));

        Answer answer = admin.get(CERTIFICATES + "/" + leaf());

        JsonNode certificate = answer.json();
        assertThat(Base64.getDecoder().decode(certificate.get("ContentBytes").asText()))
                .isEqualTo(chain.leaf);
        assertThat(certificate.get("PrincipalId").isNull()).isTrue();
        WireFiles wire = wire("Get");
        for (JsonNode altName : certificate.get("SubjectAltNameElements")) {
            wire = wire.with(
                    "hash-" + altName.get("Id"), altName.get("ValueHash").asText());
        }
        wire.assertResponse("leaf", 200, answer);
    }

    @Test
    void anAuthoritysStateIsUnknown() {
        JsonNode root = reader.get(CERTIFICATES + "/" + ids.get(2)).json();

        assertThat(root.get("CertState").asInt()).isZero();
        assertThat(root.get("CertStateString").asText()).isEqualTo("Unknown (0)");
        assertThat(root.get("IsCACertificate").asBoolean()).isTrue();
    }

    @Test
    void anUnknownCertificateIsNotFound() {
        wire("Get").assertResponse("unknown", 404, reader.get(CERTIFICATES + "/2000000000"));
    }

    @Test
    void certificatesAreFoundByWhatPeopleKnowOfThem() {
        String thumbprint = ParsedCertificate.parse(chain.leaf).thumbprint();
        certificates.issued(leaf(), new Issuance("CORP\\alice", 3, "host\\Issuing", 4, "WebServer", 70002L));
        int issuing = ids.get(1);
        int root = ids.get(2);
        assertFinds("IssuedCN -eq \"" + name.toUpperCase(Locale.ROOT) + "\"", leaf());
        assertFinds("Thumbprint -eq \"" + thumbprint.toLowerCase(Locale.ROOT) + "\"", leaf());
        assertFinds("SerialNumber -eq \"03\"", leaf());
        assertFinds("SAN -eq \"www." + name + "\"", leaf());
        assertFinds("SAN -contains \"192.0.2\"", leaf());
        assertFinds("SAN -ne \"192.0.2.7\"", issuing, root);
        assertFinds("SAN -eq NULL", issuing, root);
        assertFinds("CertState -eq 1", leaf());
        assertFinds("KeyType -eq \"RSA\" AND KeySize -ge 2048", leaf());
        assertFinds("IsCA -eq true", issuing, root);
        assertFinds("SelfSigned -eq true", root);
        assertFinds("CertRequestId -eq 70002", leaf());
        assertFinds("TemplateName -eq \"WebServer\"", leaf());
        assertFinds("EKU -eq \"1.3.6.1.5.5.7.3.1\"", leaf());
        assertFinds("ExpirationDate -gt \"%TODAY%\" AND HasPrivateKey -eq false", leaf(), issuing, root);
        assertFinds("KeyUsage -eq 160", leaf());
    }

    @Test
    void pagesEndAndEachSaysHowManyThereAre() {
        String all = "IssuerDN -contains \"" + name + "\"";
        Answer first = find(all, "&pq.returnLimit=2&pq.pageReturned=1&SortField=IssuedCN");
        Answer second = find(all, "&pq.returnLimit=2&pq.pageReturned=2&SortField=IssuedCN");
        Answer third = find(all, "&pq.returnLimit=2&pq.pageReturned=3&SortField=IssuedCN");

        assertThat(first.json()).hasSize(2);
        assertThat(first.json().get(0).get("Id").asInt()).isEqualTo(leaf());
        assertThat(second.json()).hasSize(1);
        assertThat(third.body()).isEqualTo("[]");
        assertThat(List.of(first, second, third))
                .allSatisfy(page -> assertThat(page.header("X-Total-Count")).isEqualTo("3"));
    }

    @ParameterizedTest
    @CsvSource({
        "Id",
        "IssuedCN",
        "IssuedDN",
        "IssuerDN",
        "NotBefore",
        "NotAfter",
        "ExpirationDate",
        "ImportDate",
        "Thumbprint",
        "SerialNumber",
        "CertState",
        "KeySize",
        "KeyType",
        "RequesterName",
        "TemplateName",
        "HasPrivateKey"
    })
    void aListIsSortedByEachOfThese(String field) {
        assertThat(find("IssuerDN -contains \"" + name + "\"", "&SortAscending=1&SortField=" + field)
                        .json())
                .hasSize(3);
    }

    @Test
    void aListCannotBeSortedByWhatThereAreSeveralOf() {
        wire("List").assertResponse("unknown-sort-field", 400, reader.get(CERTIFICATES + "?SortField=SAN"));
    }

    @ParameterizedTest
    @CsvSource({"unknown-field,Colour -eq 1", "unfit-value,KeySize -eq large", "no-value,IssuedCN -eq"})
    void aQueryThatCannotBeReadIsRefused(String name, String query) {
        wire("List").assertResponse(name, 400, find(query, ""));
    }

    @Test
    void expiredAndRevokedOnesAreListedWhenAskedFor() {
        world.run("UPDATE certificate SET not_after = '2021-01-01' WHERE id = ?", ids.get(1));
        certificates.revoked(leaf(), new Revocation(Instant.parse("2024-01-01T00:00:00Z"), 1, "stolen"));
        String all = "IssuerDN -contains \"" + name + "\"";

        assertThat(find(all, "").json()).hasSize(1);
        assertThat(find(all, "&pq.includeExpired=true").json()).hasSize(2);
        assertThat(find(all, "&IncludeRevoked=true").json()).hasSize(2);
        assertThat(find(all, "&IncludeRevoked=True&includeExpired=true").json()).hasSize(3);
        JsonNode revoked = reader.get(CERTIFICATES + "/" + leaf()).json();
        assertThat(revoked.get("CertStateString").asText()).isEqualTo("Revoked (2)");
        assertThat(revoked.get("RevocationReason").asInt()).isEqualTo(1);
        assertThat(revoked.get("RevocationEffDate").asText()).isEqualTo("2024-01-01T00:00:00Z");
    }

    @Test
    void onlyStoresThatTheReaderMaySeeAreTold() {
        UUID agent = world.agent();
        StorePlace inContainer = world.store(agent, 5);
        StorePlace outside = world.store(agent, null);
        certificates.inStore(inContainer.storeId(), "web", ids);
        certificates.inStore(outside.storeId(), "mail", List.of(leaf()));
        String one = CERTIFICATES + "/" + leaf() + "?includeLocations=true";

        Answer all = ApiClient.as(TestUser.CERTIFICATES_AND_STORES_READER).get(one);
        Answer some =
                ApiClient.as(TestUser.CERTIFICATES_READER_WITH_CONTAINER_5).get(one);

        assertThat(all.json().get("Locations")).hasSize(2);
        assertThat(all.json().get("LocationsCount").toString()).isEqualTo("[{\"Type\":\"JOBTEST\",\"Count\":2}]");
        assertThat(some.json().get("Locations")).hasSize(1);
        assertThat(some.json().get("Locations").get(0).get("Alias").asText()).isEqualTo("web");
        assertThat(some.json().get("Locations").get(0).get("ChainLevel").asInt())
                .isZero();
        assertThat(reader.get(one).json().get("Locations")).isEmpty();
        assertThat(ApiClient.as(TestUser.CERTIFICATES_AND_STORES_READER)
                        .get(CERTIFICATES + "/" + leaf())
                        .json()
                        .get("Locations"))
                .isEmpty();
        wire("Locations")
                .with("store", inContainer.storeId())
                .with("path", inContainer.storePath())
                .assertResponse(
                        "of-container",
                        200,
                        ApiClient.as(TestUser.CERTIFICATES_READER_WITH_CONTAINER_5)
                                .get(CERTIFICATES + "/Locations/" + leaf()));
        assertThat(reader.get(CERTIFICATES + "/Locations/" + leaf()).json().get("Details"))
                .isEmpty();
    }

    /** A search must not tell what a list would not show. */
    @Test
    void aSearchByStoreFindsOnlyWhatTheReaderMaySee() {
        StorePlace outside = world.store(world.agent(), null);
        certificates.inStore(outside.storeId(), "hidden", List.of(leaf()));
        String query = query(CERTIFICATES, "CertStorePath -eq \"" + outside.storePath() + "\"", "");

        assertThat(ApiClient.as(TestUser.CERTIFICATES_AND_STORES_READER)
                        .get(query)
                        .json())
                .hasSize(1);
        assertThat(ApiClient.as(TestUser.CERTIFICATES_READER_WITH_CONTAINER_5)
                        .get(query)
                        .json())
                .isEmpty();
        assertThat(reader.get(query).json()).isEmpty();
    }

    @Test
    void aCertificateIsForgottenWithItsKey() {
        certificates.keepKey(leaf(), chain.leafKeys);

        Answer deleted = admin.send("DELETE", CERTIFICATES + "/" + leaf(), Optional.of("null"));

        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertThat(certificates.exists(leaf())).isFalse();
        assertThat(certificates.hasKey(leaf())).isFalse();
        assertThat(world.audited(2001, 3, String.valueOf(leaf()))).isEqualTo(1);
    }

    @Test
    void oneThatLiesInAStoreStays() {
        certificates.inStore(world.store(world.agent(), null).storeId(), "web", List.of(leaf()));

        WireFiles.of("Certificates.Delete")
                .with("leaf", String.valueOf(leaf()))
                .assertResponse("in-store", 400, admin.delete(CERTIFICATES + "/" + leaf()));
        WireFiles.of("Certificates.DeleteMany")
                .with("leaf", String.valueOf(leaf()))
                .assertResponse(
                        "in-store",
                        400,
                        admin.send("DELETE", CERTIFICATES, Optional.of("[" + ids.get(2) + "," + leaf() + "]")));
        assertThat(certificates.exists(ids.get(2))).isTrue();
    }

    @Test
    void manyAreForgottenOrNone() {
        wire("DeleteMany")
                .assertResponse(
                        "unknown", 400, admin.send("DELETE", CERTIFICATES, Optional.of("[" + leaf() + ",2000000000]")));
        assertThat(certificates.exists(leaf())).isTrue();
        assertThat(admin.send("DELETE", CERTIFICATES, Optional.of(ids.toString()))
                        .status())
                .isEqualTo(204);
        assertThat(ids).noneMatch(certificates::exists);
    }

    @Test
    void thoseThatAQueryFindsAreForgotten() {
        String body = "\"IssuerDN -contains \\\"" + name + "\\\"\"";

        Answer deleted = admin.send("DELETE", CERTIFICATES + "/Query", Optional.of(body));

        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertThat(ids).noneMatch(certificates::exists);
        wire("DeleteByQuery")
                .assertResponse("empty", 400, admin.send("DELETE", CERTIFICATES + "/Query", Optional.of("\" \"")));
    }

    @Test
    void privateKeysAreForgottenAlone() {
        certificates.keepKey(leaf(), chain.leafKeys);
        assertThat(reader.get(CERTIFICATES + "/" + leaf())
                        .json()
                        .get("HasPrivateKey")
                        .asBoolean())
                .isTrue();

        assertThat(admin.delete(CERTIFICATES + "/PrivateKey/" + leaf()).status())
                .isEqualTo(204);

        assertThat(certificates.hasKey(leaf())).isFalse();
        assertThat(certificates.exists(leaf())).isTrue();
        assertThat(world.audited(2001, 8, String.valueOf(leaf()))).isEqualTo(1);
        assertThat(admin.send("DELETE", CERTIFICATES + "/PrivateKey", Optional.of(ids.toString()))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void whatWasDoneWithACertificateIsListed() {
        certificates.keepKey(leaf(), chain.leafKeys);
        admin.delete(CERTIFICATES + "/PrivateKey/" + leaf());

        Answer history = reader.get(CERTIFICATES + "/" + leaf() + "/History");

        assertThat(history.header("X-Total-Count")).isEqualTo("1");
        wire("History").with("event", history.json().get(0).get("Id").asLong()).assertResponse("key", 200, history);
    }

    @Test
    void aCertificateIsJudgedByWhatIsKnown() {
        wire("Validate").assertResponse("valid", 200, reader.get(CERTIFICATES + "/" + leaf() + "/Validate"));
        certificates.revoked(ids.get(1), new Revocation(Instant.parse("2024-01-01T00:00:00Z"), 2, ""));
        wire("Validate").assertResponse("revoked", 200, reader.get(CERTIFICATES + "/" + leaf() + "/Validate"));
    }

    @Test
    void whoMayDoWhatIsTold() {
        JsonNode roles =
                admin.get(CERTIFICATES + "/" + leaf() + "/Security").json().get("Roles");
        assertThat(roles.toString())
                .contains("{\"Name\":\"CERTIFICATES_READER\",\"Permissions\":[\"Read\"]}")
                .doesNotContain("COLLECTION_5", "BYSTANDER");
        JsonNode identities =
                admin.get(CERTIFICATES + "/IdentityAudit/" + leaf()).json();
        assertThat(identities.toString())
                .contains("\"AccountName\":\"TEST\\\\certificates_reader\"")
                .contains("{\"Name\":\"Read\",\"GrantedBy\":[\"CERTIFICATES_READER\"]}");
        assertThat(reader.get(CERTIFICATES + "/IdentityAudit/" + leaf()).status())
                .isEqualTo(403);
    }

    @Test
    void certificatesAreWrittenAsATable() {
        byte[] formula = chain.leaf("CN==cmd|x,O=" + name, 9, chain.leafKeys);
        certificates.add(formula);
        String query = URLEncoder.encode("IssuerDN -contains \"" + name + "\"", StandardCharsets.UTF_8);

        Answer table = reader.get(CERTIFICATES + "/CSV?SortName=SerialNumber&SortOrder=0&Query=" + query);

        assertThat(table.status()).as(table.body()).isEqualTo(200);
        List<String> lines = table.json().asText().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst()).startsWith("Id,IssuedCN,IssuedDN,IssuerDN,SerialNumber,Thumbprint,");
        assertThat(lines.getLast()).contains(",'=cmd|x,");
    }

    @Test
    void aCollectionLimitsWhatIsReachedAndItsPermissionIsEnough() {
        ApiClient ofCollection = ApiClient.as(TestUser.MANAGER_OF_COLLECTION_5);
        certificates.collectionIs("IssuedCN -eq \"" + name + "\"");

        assertThat(ofCollection.get(CERTIFICATES + "?collectionId=5").json()).hasSize(1);
        assertThat(ofCollection
                        .get(CERTIFICATES + "/" + leaf() + "?collectionId=5")
                        .status())
                .isEqualTo(200);
        WireFiles.of("Certificates.Get")
                .with("issuing", String.valueOf(ids.get(1)))
                .assertResponse(
                        "not-in-collection",
                        404,
                        ofCollection.get(CERTIFICATES + "/" + ids.get(1) + "?collectionId=5"));
        wire("List").assertResponse("no-collection", 403, ofCollection.get(CERTIFICATES));
        wire("List").assertResponse("other-collection", 403, ofCollection.get(CERTIFICATES + "?collectionId=6"));
        wire("List").assertResponse("unknown-collection", 404, reader.get(CERTIFICATES + "?collectionId=777"));
        assertThat(ofCollection
                        .delete(CERTIFICATES + "/" + ids.get(1) + "?collectionId=5")
                        .status())
                .isEqualTo(404);
        assertThat(ApiClient.as(TestUser.READER_OF_COLLECTION_5)
                        .delete(CERTIFICATES + "/" + leaf() + "?collectionId=5")
                        .status())
                .isEqualTo(403);
        assertThat(ofCollection
                        .delete(CERTIFICATES + "/" + leaf() + "?collectionId=5")
                        .status())
                .isEqualTo(204);
    }
}
