package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may ask about certificates, over HTTP and without credentials, with openssl as the one who asks. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class PublicAuthorityPagesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int KEY_COMPROMISE = 1;

    @TempDir
    Path folder = Path.of("");

    @Inject
    IssueCertificate issueCertificate;

    @Inject
    SignerRepository signers;

    @Inject
    Database database;

    @BeforeAll
    static void openssl() {
        Commands.need("openssl");
    }

    private static String base() {
        String url = ConfigProvider.getConfig().getValue("test.url", String.class);
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base() + path));
    }

    private static HttpResponse<byte[]> get(String path) {
        return send(to(path).GET());
    }

    private static HttpResponse<byte[]> post(String path, byte[] body) {
        return send(to(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private Issued issue(Commands openssl) {
        Issued issued = issueCertificate.run(new IssueRequest(
                "TEST\\alice", null, null, Csrs.of("CN=app.example.test"), SubjectNames.OF_REQUEST, Profile.SERVER));
        openssl.writePem("leaf.pem", List.of(issued.der()));
        openssl.writePem("issuing.pem", List.of(issued.chain().getFirst()));
        openssl.writePem("root.pem", List.of(issued.chain().getLast()));
        return issued;
    }

    /** Other tests on this server have authorities of their own. */
    private int signer(Issued issued) {
        return database.read(tx -> signers.all(tx)).stream()
                .filter(signer -> Arrays.equals(encoded(signer), issued.chain().getFirst()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static byte[] encoded(Signer signer) {
        try {
            return signer.certificate().getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void revoke(Issued issued) {
        Answer answer = ApiClient.as(TestUser.ADMIN)
                .post(
                        "/KeyfactorAPI/Certificates/Revoke",
                        "{\"CertificateIds\":[" + issued.certificateId() + "],\"Reason\":" + KEY_COMPROMISE
                                + ",\"Comment\":\"lost\",\"EffectiveDate\":\"" + Instant.now() + "\"}");
        assertThat(answer.status()).as(answer.body()).isIn(200, 204);
    }

    private static String ask(Commands openssl) {
        return openssl.succeed(
                "openssl",
                "ocsp",
                "-issuer",
                "issuing.pem",
                "-cert",
                "leaf.pem",
                "-CAfile",
                "root.pem",
                "-url",
                base() + "/ocsp",
                "-resp_text");
    }

    @Test
    void opensslAsksWhetherACertificateIsRevoked() {
        Commands openssl = new Commands(folder);
        Issued issued = issue(openssl);
        assertThat(ask(openssl))
                .contains("Response verify OK")
                .contains("leaf.pem: good")
                .contains("OCSP Nonce")
                .doesNotContain("WARNING: no nonce");

        revoke(issued);

        assertThat(ask(openssl))
                .contains("Response verify OK")
                .contains("leaf.pem: revoked")
                .contains("Reason: keyCompromise");
    }

    @Test
    void ocspAnswersAGetWhetherItsBase64IsEncodedOrNot() {
        Commands openssl = new Commands(folder);
        issue(openssl);
        openssl.succeed(
                "openssl",
                "ocsp",
                "-issuer",
                "issuing.pem",
                "-cert",
                "leaf.pem",
                "-no_nonce",
                "-reqout",
                "request.der");
        String base64 = Base64.getEncoder().encodeToString(openssl.read("request.der"));

        for (String sent : List.of(base64, URLEncoder.encode(base64, StandardCharsets.UTF_8))) {
            HttpResponse<byte[]> answer = get("/ocsp/" + sent);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/ocsp-response");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("max-age=300");
            openssl.write("response.der", answer.body());
            assertThat(openssl.succeed(
                            "openssl",
                            "ocsp",
                            "-respin",
                            "response.der",
                            "-issuer",
                            "issuing.pem",
                            "-cert",
                            "leaf.pem",
                            "-CAfile",
                            "root.pem"))
                    .contains("leaf.pem: good");
        }
    }

    @Test
    void aCertificateThatWasNeverIssuedIsUnknown() {
        Commands openssl = new Commands(folder);
        issue(openssl);
        assertThat(openssl.succeed(
                        "openssl",
                        "ocsp",
                        "-issuer",
                        "issuing.pem",
                        "-serial",
                        "0x1234",
                        "-CAfile",
                        "root.pem",
                        "-url",
                        base() + "/ocsp"))
                .contains("0x1234: unknown");
    }

    @Test
    void whatOcspCannotAnswerIsSaidInItsOwnWords() throws Exception {
        Commands openssl = new Commands(folder);
        issue(openssl);
        byte[] nonsense = {1, 2, 3};
        assertThat(new OCSPResp(post("/ocsp", nonsense).body()).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        assertThat(new OCSPResp(get("/ocsp/AQID").body()).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        // The root did not sign the leaf under this name: an issuer that nobody here has.
        openssl.succeed(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "other.key",
                "-subj",
                "/CN=Other CA",
                "-out",
                "other.pem");
        openssl.succeed(
                "openssl", "ocsp", "-issuer", "other.pem", "-serial", "7", "-no_nonce", "-reqout", "request.der");
        assertThat(new OCSPResp(post("/ocsp", openssl.read("request.der")).body()).getStatus())
                .isEqualTo(OCSPResp.UNAUTHORIZED);
        assertThat(get("/ocsp").statusCode()).isEqualTo(400);
        assertThat(get("/ocsp/!!!").statusCode()).isEqualTo(400);
    }

    @Test
    void theListOfRevokedCertificatesIsServed() {
        Commands openssl = new Commands(folder);
        Issued issued = issue(openssl);
        String path = "/pki/" + signer(issued) + ".crl";
        HttpResponse<byte[]> before = get(path);
        assertThat(before.headers().firstValue("Content-Type")).contains("application/pkix-crl");
        String tag = before.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> same = send(to(path).header("If-None-Match", tag).GET());
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();

        revoke(issued);

        HttpResponse<byte[]> after = send(to(path).header("If-None-Match", tag).GET());
        assertThat(after.statusCode()).isEqualTo(200);
        openssl.write("list.crl", after.body());
        openssl.succeed("openssl", "crl", "-inform", "DER", "-in", "list.crl", "-out", "list.pem");
        assertThat(openssl.succeed("openssl", "crl", "-in", "list.pem", "-CAfile", "issuing.pem", "-noout", "-text"))
                .contains("verify OK")
                .contains("Key Compromise");
        assertThat(openssl.run(
                                "openssl",
                                "verify",
                                "-crl_check",
                                "-CAfile",
                                "root.pem",
                                "-untrusted",
                                "issuing.pem",
                                "-CRLfile",
                                "list.pem",
                                "leaf.pem")
                        .output())
                .contains("certificate revoked");
    }

    @Test
    void theCertificatesOfAuthoritiesAreServed() {
        Commands openssl = new Commands(folder);
        Issued issued = issue(openssl);
        HttpResponse<byte[]> answer = get("/pki/" + signer(issued) + ".crt");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/pkix-cert");
        assertThat(answer.body()).isEqualTo(issued.chain().getFirst());
        HttpResponse<byte[]> head =
                send(to("/pki/" + signer(issued) + ".crt").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("" + answer.body().length);
    }

    @Test
    void nothingElseIsThere() {
        for (String path : List.of(
                "/pki",
                "/pki/",
                "/pki/0.crl",
                "/pki/999999.crl",
                "/pki/999999.crt",
                "/pki/1.key",
                "/pki/../pki/1",
                "/pki/99999999999999.crl",
                "/.well-known/acme-challenge/unknown",
                "/.well-known/acme-challenge/a%2Fb")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void whatIsTooMuchOrOfAnotherKindIsRefused() {
        assertThat(post("/ocsp", new byte[10_001]).statusCode()).isEqualTo(413);
        assertThat(get("/ocsp/" + "A".repeat(4_000)).statusCode()).isEqualTo(414);
        HttpResponse<byte[]> deleted = send(to("/pki/1.crl").DELETE());
        assertThat(deleted.statusCode()).isEqualTo(405);
        assertThat(deleted.headers().firstValue("Allow")).contains("GET, HEAD");
    }
}
