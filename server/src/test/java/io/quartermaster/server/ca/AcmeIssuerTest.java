package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates by ACME: the server under test asks pebble, and pebble asks the server under test whether the names are its. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class AcmeIssuerTest {
    private static final String PATH = "/KeyfactorAPI/CertificateAuthority";

    @TempDir
    Path folder = Path.of("");

    @Inject
    ApiWorld world;

    @Inject
    Database database;

    @Inject
    IssueCertificate issueCertificate;

    @Inject
    AcmeChallengeRepository challenges;

    private String name = "";
    private int id;
    private Pebble pebble;

    @BeforeEach
    void anAuthority() throws Exception {
        Commands.need("pebble");
        Commands.need("openssl");
        int port = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class))
                .getPort();
        pebble = new Pebble(folder, port);
        name = world.unique("Pebble");
        JsonMapper json = new JsonMapper();
        ObjectNode properties =
                json.createObjectNode().put("TermsOfServiceAgreed", true).put("TrustedCertificates", pebble.trusted());
        properties.putArray("Contact").add("pki@example.com");
        ObjectNode request = json.createObjectNode()
                .put("LogicalName", name)
                .put("HostName", pebble.directory())
                .put("Properties", properties.toString());
        Answer answer = ApiClient.as(TestUser.ADMIN).post(PATH, request.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        id = answer.json().get("Id").asInt();
    }

    @AfterEach
    void end() {
        pebble.close();
    }

    private Issued issue(byte[] csr) {
        return issueCertificate.run(
                new IssueRequest("TEST\\alice", name, "web", csr, SubjectNames.OF_REQUEST, Profile.SERVER));
    }

    @Test
    void aCertificateIsHadForNamesThatTheServerAnswersFor() {
        Issued issued = issue(Csrs.of("CN=app.example.test", "app.example.test", "www.example.test"));

        Commands openssl = new Commands(folder);
        openssl.writePem("leaf.pem", List.of(issued.der()));
        openssl.writePem("chain.pem", issued.chain());
        openssl.write("root.pem", pebble.root().getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl.succeed("openssl", "verify", "-CAfile", "root.pem", "-untrusted", "chain.pem", "leaf.pem"))
                .contains("leaf.pem: OK");
        assertThat(openssl.succeed("openssl", "x509", "-in", "leaf.pem", "-noout", "-text"))
                .contains("DNS:app.example.test")
                .contains("DNS:www.example.test");
        assertThat(world.count("SELECT count(*) FROM acme_challenge")).isZero();
        assertThat(world.count(
                        "SELECT count(*) FROM certificate_request WHERE state = 'ISSUED' AND template = 'web' AND certificate_id = "
                                + issued.certificateId()))
                .isEqualTo(1);
    }

    @Test
    void theAccountIsMadeOnceAndUsedAgain() {
        String account = world.text("SELECT account_url FROM certificate_authority WHERE id = " + id);
        assertThat(account).startsWith("https://127.0.0.1:");

        issue(Csrs.of("CN=app.example.test", "app.example.test"));
        issue(Csrs.of("CN=app.example.test", "app.example.test"));

        assertThat(world.text("SELECT account_url FROM certificate_authority WHERE id = " + id))
                .isEqualTo(account);
        Answer tested = ApiClient.as(TestUser.ADMIN).post(PATH + "/Test", "{\"Id\":" + id + "}");
        assertThat(tested.json().get("Success").asBoolean()).as(tested.body()).isTrue();
    }

    @Test
    void aNameThatCannotBeValidatedIsRefusedWithTheReason() {
        pebble.forgetName("lost.example.test.");

        assertThatThrownBy(() -> issue(Csrs.of("CN=lost.example.test", "lost.example.test")))
                .isInstanceOf(IssueRefusedException.class)
                .hasMessageContaining("lost.example.test");

        assertThat(world.count("SELECT count(*) FROM acme_challenge")).isZero();
        assertThat(
                        world.count(
                                "SELECT count(*) FROM certificate_request WHERE state = 'FAILED' AND subject = 'CN=lost.example.test'"))
                .isEqualTo(1);
    }

    @Test
    void namesThatAcmeCannotSignAreRefusedBeforeItIsAsked() {
        SubjectNames others =
                new SubjectNames(null, List.of(new AlternativeName(AlternativeName.Kind.DNS, "other.example.test")));
        assertThatThrownBy(() -> issueCertificate.run(new IssueRequest(
                        "TEST\\alice", name, null, Csrs.of("CN=app.example.test"), others, Profile.SERVER)))
                .hasMessageContaining("'other.example.test' does not stand in the signing request");
        assertThatThrownBy(() -> issue(Csrs.of("CN=a", "*.example.test")))
                .hasMessageContaining("cannot be had with ACME's http-01");
        assertThatThrownBy(() -> issue(Csrs.of("O=Example"))).hasMessageContaining("signs DNS names and IP addresses");
    }

    @Test
    void anAuthorityThatIsAwayMayBeAskedAgainLater() {
        pebble.close();

        assertThatThrownBy(() -> issue(Csrs.of("CN=app.example.test", "app.example.test")))
                .isInstanceOfSatisfying(IssueRefusedException.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                    assertThat(refusal.isPassing()).isTrue();
                });
    }

    @Test
    void whatAcmeSignedIsNotRevokedHere() {
        Issued issued = issue(Csrs.of(
                TestCertificates.keys("RSA", 2_048), "SHA256withRSA", "CN=app.example.test", "app.example.test"));

        assertThat(world.count(
                        "SELECT count(*) FROM issued_certificate WHERE certificate_id = " + issued.certificateId()))
                .isZero();
    }

    @Test
    void aChallengeIsAnsweredByWhicheverServerIsAskedUntilItsTimeIsOver() {
        Instant now = Instant.now();
        database.runInTransaction(tx -> {
            challenges.put(tx, "token-1", "token-1.thumbprint", now, now.plusSeconds(60));
            challenges.put(tx, "token-2", "token-2.thumbprint", now, now.minusSeconds(1));
        });

        Answer answer = ApiClient.anonymous().get("/.well-known/acme-challenge/token-1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("token-1.thumbprint");
        assertThat(ApiClient.anonymous()
                        .get("/.well-known/acme-challenge/token-2")
                        .status())
                .isEqualTo(404);
        database.runInTransaction(tx -> challenges.delete(tx, List.of("token-1", "token-2")));
    }
}
