package io.quartermaster.server.cert;

import static io.quartermaster.server.cert.ApiCertificates.CERTIFICATES;
import static io.quartermaster.server.cert.ApiCertificates.FIELDS;
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
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Go client sends about certificates, and what of our answers it reads without looking. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class GoClientCertificateTrapsTest {
    private final ApiClient client = ApiClient.as(TestUser.ADMIN);
    private TestChain chain = new TestChain("unused.example.test");
    private int id;

    @Inject
    ApiWorld world;

    @Inject
    ApiCertificates certificates;

    @BeforeEach
    void aCertificateWithItsKey() {
        chain = new TestChain(world.unique("go") + ".example.test");
        id = certificates.add(chain.all()).getFirst();
        certificates.keepKey(id, chain.leafKeys);
    }

    @Test
    void numbersAreNumbersAndPrincipalIdIsNull() {
        JsonNode certificate =
                client.send("GET", CERTIFICATES + "/" + id, Optional.of("null")).json();

        assertThat(certificate.get("PrincipalId").isNull()).isTrue();
        assertThat(certificate.get("KeyType").isInt()).isTrue();
        assertThat(certificate.get("CertState").isInt()).isTrue();
        assertThat(certificate.get("RevocationReason").isNull()).isTrue();
        assertThat(certificate.get("CARowIndex").isNull()).isTrue();
        for (String list : new String[] {
            "ExtendedKeyUsages",
            "SubjectAltNameElements",
            "CRLDistributionPoints",
            "LocationsCount",
            "SSLLocations",
            "Locations"
        }) {
            assertThat(certificate.get(list).isArray()).as(list).isTrue();
        }
        assertThat(certificate.get("Metadata").isObject()).isTrue();
    }

    /** The client decodes the list as an object, fails, sends the same again, and decodes an array. */
    @Test
    void aThumbprintThatNobodyHasIsAnEmptyArray() {
        String address = CERTIFICATES + "?pq.queryString=Thumbprint%20-eq%20%22ABCDEF%22&verbose=1";

        assertThat(client.send("GET", address, Optional.of("null")).body()).isEqualTo("[]");
        assertThat(client.send("GET", address, Optional.of("null")).body()).isEqualTo("[]");
    }

    @Test
    void aCommonNameIsFoundAsTheClientAsksForIt() {
        String name = ParsedCertificate.parse(chain.leaf).facts().issuedCn();
        Answer answer = client.get(CERTIFICATES + "/?pq.queryString=IssuedCN%20-eq%20%22" + name
                + "%22&includeLocations=true&collectionId=0");

        assertThat(answer.json()).hasSize(1);
        assertThat(answer.json().get(0).get("Id").asInt()).isEqualTo(id);
    }

    @Test
    void aDownloadedChainHasTheLeafFirst() throws Exception {
        Answer answer = client.with("x-certificateformat", "P7B")
                .post(
                        CERTIFICATES + "/Download",
                        "{\"CertID\":" + id + ",\"SerialNumber\":\"\",\"IssuerDN\":\"\",\"Thumbprint\":\"\","
                                + "\"IncludeChain\":true}");

        var first = new CMSSignedData(
                        Base64.getDecoder().decode(answer.json().get("Content").asText()))
                .getCertificates()
                .getMatches(null)
                .iterator()
                .next();
        assertThat(first.getEncoded()).isEqualTo(chain.leaf);
    }

    @Test
    void theKeyIsRecoveredWithTheNamesThatTheClientUses() {
        Answer answer = client.with("x-certificateformat", "PFX")
                .post(
                        CERTIFICATES + "/Recover?collectionId=0",
                        "{\"CertId\":" + id + ",\"Password\":\"changeit\",\"IncludeChain\":true}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("PFX").asText()).startsWith("MI");
    }

    @Test
    void aMissingKeyIsSaidWithTheCodeThatTheClientKnows() {
        int other = certificates.add(TestCertificates.der(world.unique("go"), 1));
        Answer answer = client.with("x-certificateformat", "PFX")
                .post(CERTIFICATES + "/Recover", "{\"CertId\":" + other + ",\"Password\":\"changeit\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"ErrorCode\":\"0xA0110002\",\"Message\":\"No private key could be found for the given"
                        + " certificate.\"}");
    }

    /** The client reads all fields first and then sends each of them, "" for those it does not know. */
    @Test
    void allFieldsAreSentAndTheEmptyOnesAreClearedWhateverTheirType() {
        String beginning = world.unique("G").replace('-', '_');
        StringBuilder metadata = new StringBuilder();
        for (int type = 1; type <= 7; type++) {
            Answer created = client.post(
                    FIELDS,
                    "{\"Name\":\"%s_%d\",\"Description\":\"x\",\"DataType\":%d,\"Options\":\"a,b\"}"
                            .formatted(beginning, type, type));
            assertThat(created.status()).as(created.body()).isEqualTo(200);
            metadata.append(metadata.isEmpty() ? "" : ",").append("\"%s_%d\":\"\"".formatted(beginning, type));
        }

        Answer answer = client.put(CERTIFICATES + "/Metadata", "{\"Id\":" + id + ",\"Metadata\":{" + metadata + "}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aCertificateIsDeletedWithTheBodyNull() {
        assertThat(client.send("DELETE", CERTIFICATES + "/" + id, Optional.of("null"))
                        .status())
                .isEqualTo(204);
    }
}
