package io.quartermaster.server.enrollment;

import static io.quartermaster.server.enrollment.ApiEnrollment.csrBody;
import static io.quartermaster.server.enrollment.ApiEnrollment.information;
import static io.quartermaster.server.enrollment.Tools.openssl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.cert.RecordCertificates;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /CSRGeneration}: the key stays here until the certificate comes. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CsrGenerationApiTest {
    private static final String GENERATION = "/KeyfactorAPI/CSRGeneration";
    private static final String PENDING = GENERATION + "/Pending";

    private final ApiClient generator = ApiClient.as(TestUser.CSR_GENERATOR);

    @TempDir
    Path folder;

    @Inject
    ApiEnrollment enrollment;

    @Inject
    ApiWorld world;

    @Inject
    Database database;

    @Inject
    RecordCertificates recordCertificates;

    @Inject
    KeepPrivateKeys keepPrivateKeys;

    private String host() {
        return world.machine();
    }

    private String generate(String host) {
        Answer made = generator.post(GENERATION + "/Generate", """
                {"Subject": "CN=%s,O=Example", "KeyType": "ECC", "KeyLength": 256, "SANs": {"dns": ["%s"]}}
                """.formatted(host, host));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return made.json().get("CSR").asText();
    }

    private JsonNode pending(String host) {
        return generator
                .get(PENDING + "?QueryString="
                        + URLEncoder.encode("Subject -contains \"" + host + "\"", StandardCharsets.UTF_8))
                .json();
    }

    @Test
    void opensslAcceptsTheSigningRequest() {
        String host = host();
        Tools.write(folder, "made.csr", generate(host));

        assertThat(openssl(folder, "req", "-in", "made.csr", "-noout", "-verify", "-text"))
                .contains("verify OK", "CN = " + host, "DNS:" + host, "ASN1 OID: prime256v1");
    }

    @Test
    void aPendingRequestIsListedReadAndDeletedWithItsKey() {
        String host = host();
        String csr = generate(host);
        JsonNode listed = pending(host);
        int id = listed.get(0).get("Id").asInt();
        long secrets = enrollment.count("SELECT count(*) FROM secret");
        WireFiles wire = WireFiles.of("CSRGeneration")
                .with("host", host)
                .with("csr", csr.replace("\n", "\\n"))
                .with("id", id);

        wire.assertResponse(
                "listed",
                200,
                generator.get(PENDING + "?QueryString="
                        + URLEncoder.encode("Subject -contains \"" + host + "\"", StandardCharsets.UTF_8)));
        wire.assertResponse("one", 200, generator.get(PENDING + "/" + id));
        assertThat(generator.delete(PENDING + "/" + id).status()).isEqualTo(204);
        assertThat(pending(host)).isEmpty();
        assertThat(enrollment.count("SELECT count(*) FROM secret")).isEqualTo(secrets - 1);
        assertThat(generator.get(PENDING + "/" + id).status()).isEqualTo(404);
        assertThat(generator.delete(PENDING + "/" + id).status()).isEqualTo(404);
        assertThat(world.audited(2013, 1, "CN=" + host)).isEqualTo(1);
        assertThat(world.audited(2013, 3, "CN=" + host)).isEqualTo(1);
    }

    @Test
    void severalAreDeletedTogetherOrNone() {
        String host = host();
        generate(host);
        generate(host);
        int first = pending(host).get(0).get("Id").asInt();
        int second = pending(host).get(1).get("Id").asInt();

        Answer refused = generator.send("DELETE", PENDING, Optional.of("[" + first + ", 424242424]"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/FailedOperations/0/Id").asText()).isEqualTo("424242424");
        assertThat(pending(host)).hasSize(2);
        assertThat(generator
                        .send("DELETE", PENDING, Optional.of("[" + first + "," + second + "]"))
                        .status())
                .isEqualTo(204);
        assertThat(pending(host)).isEmpty();
    }

    @Test
    void theKeyGoesToTheCertificateThatIsEnrolledForIt() {
        String host = host();
        String csr = generate(host);

        JsonNode enrolled = information(
                ApiClient.as(TestUser.CSR_ENROLLER).post(ApiEnrollment.ENROLLMENT + "/CSR", csrBody(csr, "{}")));

        assertThat(pending(host)).isEmpty();
        assertThat(keys(enrolled.get("KeyfactorID").asInt())).isEqualTo(1);
    }

    @Test
    void theKeyGoesToACertificateOfAnotherAuthorityOnceThatIsKnown() throws Exception {
        String host = host();
        Tools.write(folder, "made.csr", generate(host));
        openssl(
                folder,
                "req",
                "-x509",
                "-nodes",
                "-newkey",
                "rsa:2048",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-subj",
                "/CN=Other CA");
        openssl(
                folder,
                "x509",
                "-req",
                "-in",
                "made.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-out",
                "leaf.der",
                "-outform",
                "DER");
        byte[] der = Files.readAllBytes(folder.resolve("leaf.der"));
        int id = database.inTransaction(
                tx -> recordCertificates.run(tx, List.of(der)).getFirst());

        assertThat(keys(id)).isZero();
        keepPrivateKeys.run();

        assertThat(keys(id)).isEqualTo(1);
        assertThat(pending(host)).isEmpty();
    }

    private long keys(int certificateId) {
        return enrollment.count("SELECT count(*) FROM certificate_private_key WHERE certificate_id = ?", certificateId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-subject",
                "no-key-type",
                "key-type-unknown",
                "curve-unknown",
                "unknown-template",
                "no-address"
            })
    void whatCannotBeIsRefusedByItsName(String name) {
        WireFiles wire = WireFiles.of("CSRGeneration");

        wire.assertResponse(name, 400, generator.post(GENERATION + "/Generate", wire.request(name)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"POST,/Generate", "GET,/Pending", "DELETE,/Pending", "GET,/Pending/1", "DELETE,/Pending/1"})
    void whoMayNotIsRefused(String verb, String path) {
        Optional<String> body = verb.equals("GET") ? Optional.empty() : Optional.of("{}");

        assertThat(ApiClient.anonymous().send(verb, GENERATION + path, body).status())
                .isEqualTo(401);
        assertThat(ApiClient.as(TestUser.CSR_ENROLLER)
                        .send(verb, GENERATION + path, body)
                        .status())
                .isEqualTo(403);
    }
}
