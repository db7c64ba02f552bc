package io.quartermaster.server.cert;

import static io.quartermaster.server.cert.ApiCertificates.CERTIFICATES;
import static io.quartermaster.server.cert.ApiCertificates.FIELDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Terraform provider does with certificates after they were enrolled. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class TerraformCertificateTrapsTest {
    private final ApiClient client = ApiClient.as(TestUser.ADMIN);
    private String name = "";
    private TestChain chain = new TestChain("unused.example.test");
    private int id;

    @TempDir
    Path folder = Path.of("");

    @Inject
    ApiWorld world;

    @Inject
    ApiCertificates certificates;

    @BeforeEach
    void aCertificateWithItsKey() {
        name = world.unique("tf") + ".example.test";
        chain = new TestChain(name);
        id = certificates.add(chain.all()).getFirst();
        certificates.keepKey(id, chain.leafKeys);
    }

    /** A plan drifts when what was written is read back in another spelling. */
    @Test
    void metadataReadBackAsTheyWereWritten() {
        String field = world.unique("Tf").replace('-', '_');
        client.post(FIELDS, "{\"Name\":\"%s\",\"Description\":\"x\",\"DataType\":3}".formatted(field));

        Answer written = client.put(
                CERTIFICATES + "/Metadata?collectionId=0",
                "{\"Id\":%d,\"Metadata\":{\"%s\":\"2026-01-31\"}}".formatted(id, field));

        assertThat(written.status()).as(written.body()).isEqualTo(204);
        assertThat(client.get(CERTIFICATES + "/" + id + "?includeMetadata=true")
                        .json()
                        .get("Metadata")
                        .get(field)
                        .asText())
                .isEqualTo("2026-01-31");
    }

    /** The provider takes the first certificate for the leaf, whatever it asked for. */
    @Test
    void aRecoveredFileBeginsWithTheLeafEvenIfTheRootIsWantedFirst() throws Exception {
        Answer answer = client.with("x-certificateformat", "PFX").post(CERTIFICATES + "/Recover", """
                        {"CertId":%d,"Password":"changeit","IncludeChain":true,"ChainOrder":"RootFirst"}
                        """.formatted(id));

        Files.write(
                folder.resolve("a.pfx"),
                Base64.getDecoder().decode(answer.json().get("PFX").asText()));
        String read = Tool.openssl(folder, "pkcs12", "-in", "a.pfx", "-nokeys", "-passin", "pass:changeit");
        assertThat(read.indexOf("subject=CN = " + name)).isPositive().isLessThan(read.indexOf("subject=CN = Root"));
    }

    @Test
    void theWaitingRequestIsFoundByItsNumber() {
        certificates.issued(id, new Issuance("CORP\\tf", null, null, null, null, 71234L));

        Answer found = client.get(CERTIFICATES + "?pq.queryString=CertRequestId%20-eq%2071234");

        assertThat(found.json()).hasSize(1);
        assertThat(found.json().get(0).get("CertRequestId").asLong()).isEqualTo(71234);
    }

    /** Of what was issued at once there is no request, and the provider expects null. */
    @Test
    void withoutARequestItsNumberIsNull() {
        certificates.issued(id, new Issuance("CORP\\tf", 1, "host\\CA", null, null, null));

        assertThat(client.get(CERTIFICATES + "/" + id)
                        .json()
                        .get("CertRequestId")
                        .isNull())
                .isTrue();
    }

    @Test
    void aDeploymentReadsTheLocationsOfItsCertificate() {
        var place = world.store(world.agent(), null);
        certificates.inStore(place.storeId(), "tf-alias", List.of(id));

        var location = client.get(CERTIFICATES + "/" + id + "?includeLocations=true")
                .json()
                .get("Locations")
                .get(0);

        assertThat(location.get("CertStoreId").asText())
                .isEqualTo(place.storeId().toString());
        assertThat(location.get("Alias").asText()).isEqualTo("tf-alias");
        assertThat(location.get("StoreType").isInt()).isTrue();
    }
}
