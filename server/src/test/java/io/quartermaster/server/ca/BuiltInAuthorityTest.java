package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.ca.AuthorityFixture.Server;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.setting.AuthoritySettings;
import io.quartermaster.server.setting.AuthoritySettings.KeyKind;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in authority, with openssl as the one who trusts its root and nothing else. */
final class BuiltInAuthorityTest {
    private static final int KEY_COMPROMISE = 1;

    @TempDir
    Path folder = Path.of("");

    private final AuthorityFixture fixture = new AuthorityFixture();
    private final Server server = fixture.server;
    private Commands openssl = new Commands(Path.of(""));

    @BeforeAll
    static void openssl() {
        Commands.need("openssl");
    }

    @BeforeEach
    void start() {
        openssl = new Commands(folder);
        server.makeFirst.run();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static AuthoritySettings settings(KeyKind root, KeyKind issuing, List<String> permitted) {
        return new AuthoritySettings(
                true,
                "CN=Example Root CA,O=Example",
                root,
                7_300,
                "CN=Example Issuing CA,O=Example",
                issuing,
                3_650,
                "http://pki.example.test",
                permitted,
                Duration.ofDays(7),
                Duration.ofHours(12));
    }

    private static X509CertificateHolder read(byte[] der) {
        try {
            return new X509CertificateHolder(der);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] rootList(Server server) {
        int root =
                fixture.database.read(tx -> server.signers.all(tx)).getFirst().id();
        return server.lists.current(root).orElseThrow().der();
    }

    /** What openssl says of it, with the revocation lists of both authorities. */
    private Commands.Result verify(Server server, Issued issued) {
        openssl.writePem("leaf.pem", List.of(issued.der()));
        openssl.writePem("root.pem", List.of(issued.chain().getLast()));
        openssl.writePem("issuing.pem", List.of(issued.chain().getFirst()));
        openssl.write("issuing.crl", server.list());
        openssl.write("root.crl", rootList(server));
        openssl.succeed("openssl", "crl", "-inform", "DER", "-in", "issuing.crl", "-out", "issuing.crl.pem");
        openssl.succeed("openssl", "crl", "-inform", "DER", "-in", "root.crl", "-out", "root.crl.pem");
        return openssl.run(
                "openssl",
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem",
                "-CRLfile",
                "issuing.crl.pem",
                "-CRLfile",
                "root.crl.pem",
                "-purpose",
                "sslserver",
                "leaf.pem");
    }

    private String text(byte[] certificate) {
        openssl.write("shown.der", certificate);
        return openssl.succeed("openssl", "x509", "-inform", "DER", "-in", "shown.der", "-noout", "-text");
    }

    @Test
    void aFreshInstallIssuesWhatOpensslTrusts() {
        Issued issued = server.issue(Csrs.of("CN=app.example.test,O=Example", "app.example.test"));

        Commands.Result verified = verify(server, issued);

        assertThat(verified.output()).contains("leaf.pem: OK");
        assertThat(verified.code()).isZero();
        assertThat(issued.chain()).hasSize(2);
        assertThat(text(issued.der()))
                .contains("DNS:app.example.test")
                .contains("TLS Web Server Authentication")
                .contains("CA:FALSE")
                .doesNotContain("Key Encipherment");
    }

    @Test
    void whatIsIssuedIsRecordedWithItsRequest() {
        Issued issued = server.issue(Csrs.of("CN=app.example.test", "app.example.test"));

        assertThat(fixture.count("SELECT count(*) FROM certificate_request WHERE state = 'ISSUED' AND id = "
                        + issued.requestId() + " AND certificate_id = " + issued.certificateId()
                        + " AND requester = 'TEST\\alice' AND names = ARRAY['app.example.test']"))
                .isEqualTo(1);
        assertThat(fixture.count("SELECT count(*) FROM audit_entry WHERE category = 2001 AND operation = 1"))
                .isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsRecordedWithTheReason() {
        assertThatThrownBy(() -> server.issue(Csrs.forAnAuthority()))
                .isInstanceOf(IssueRefusedException.class)
                .hasMessageContaining("CA:TRUE");

        assertThat(fixture.count("SELECT count(*) FROM certificate_request WHERE state = 'FAILED'"
                        + " AND message LIKE '%CA:TRUE%' AND certificate_id IS NULL"))
                .isEqualTo(1);
        assertThat(fixture.count("SELECT count(*) FROM audit_entry WHERE category = 2001 AND operation = 5"))
                .isEqualTo(1);
    }

    @Test
    void ofServersThatStartAtOnceOneMakesTheAuthority() throws Exception {
        try (AuthorityFixture fresh = new AuthorityFixture();
                ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Server another = fresh.anotherServer();
                starts.add(threads.submit(another.makeFirst::run));
            }
            for (Future<?> start : starts) {
                start.get();
            }
            assertThat(fresh.count("SELECT count(*) FROM signer")).isEqualTo(2);
            assertThat(fresh.count("SELECT count(*) FROM certificate_authority"))
                    .isEqualTo(1);
            assertThat(fresh.anotherServer()
                            .issue(Csrs.of("CN=b", "b.example.test"))
                            .chain())
                    .hasSize(2);
        }
    }

    @Test
    void aLaterStartMakesNothing() {
        fixture.anotherServer().makeFirst.run();
        assertThat(fixture.count("SELECT count(*) FROM signer")).isEqualTo(2);
    }

    @Test
    void keysAreNotReadableInTheDatabase() {
        List<byte[]> stored = fixture.database.read(tx -> tx.createQuery("SELECT ciphertext FROM secret")
                .mapTo(byte[].class)
                .list());
        assertThat(stored).hasSize(2);
        for (byte[] ciphertext : stored) {
            // The beginning of PKCS#8 in base64.
            assertThat(new String(ciphertext, StandardCharsets.ISO_8859_1)).doesNotContain("MIG", "MIIE");
        }
    }

    @Test
    void authoritiesMayHaveRsaKeysAndAddressesInWhatTheyIssue() {
        try (AuthorityFixture rsa = new AuthorityFixture(settings(KeyKind.RSA_3072, KeyKind.RSA_3072, List.of()))) {
            rsa.server.makeFirst.run();
            Issued issued = rsa.server.issue(Csrs.of("CN=app.example.test", "app.example.test"));

            assertThat(verify(rsa.server, issued).output()).contains("leaf.pem: OK");
            int signer = rsa.server.signerId();
            assertThat(text(issued.der()))
                    .contains("URI:http://pki.example.test/pki/" + signer + ".crl")
                    .contains("CA Issuers - URI:http://pki.example.test/pki/" + signer + ".crt")
                    .contains("OCSP - URI:http://pki.example.test/ocsp")
                    .contains("sha256WithRSAEncryption");
        }
    }

    @Test
    void permittedDomainsAreInTheAuthorityAndHoldForWhatItIssues() {
        try (AuthorityFixture limited =
                new AuthorityFixture(settings(KeyKind.EC_P384, KeyKind.EC_P256, List.of("example.test")))) {
            limited.server.makeFirst.run();
            Issued issued = limited.server.issue(Csrs.of("CN=app.example.test", "app.example.test", "*.example.test"));

            assertThat(text(issued.chain().getFirst())).contains("Permitted:").contains("DNS:example.test");
            assertThat(verify(limited.server, issued).output()).contains("leaf.pem: OK");
            assertThatThrownBy(() -> limited.server.issue(Csrs.of("CN=app.example.test", "app.example.org")))
                    .hasMessage("'app.example.org' is in none of the domains that certificates are issued for:"
                            + " example.test.");
            assertThatThrownBy(() -> limited.server.issue(Csrs.of("CN=badexample.test")))
                    .hasMessageContaining("'badexample.test'");
            assertThatThrownBy(() -> limited.server.issue(Csrs.of("CN=evil.example.org+OU=x,CN=app.example.test")))
                    .hasMessageContaining("'evil.example.org'");
            for (AlternativeName outside : List.of(
                    new AlternativeName(AlternativeName.Kind.EMAIL, "alice@Example.ORG"),
                    new AlternativeName(AlternativeName.Kind.URI, "https://example.org/app"))) {
                assertThatThrownBy(() -> limited.server.issue(
                                Csrs.of("CN=alice"), new SubjectNames(null, List.of(outside)), Profile.SERVER))
                        .hasMessageContaining("'example.org'");
            }
        }
    }

    @Test
    void serialNumbersAreLongPositiveAndNeverTheSame() {
        Set<BigInteger> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            BigInteger serial =
                    read(server.issue(Csrs.of("CN=app.example.test")).der()).getSerialNumber();
            assertThat(serial.signum()).isPositive();
            assertThat(serial.toByteArray().length).isBetween(9, 20);
            seen.add(serial);
        }
        assertThat(seen).hasSize(50);
    }

    @Test
    void aCertificateEndsWithItsIssuerAtTheLatest() {
        Issued issued = server.issue(
                Csrs.of("CN=app.example.test"),
                SubjectNames.OF_REQUEST,
                new Profile(10_000, List.of("digitalSignature"), List.of("serverAuth")));

        assertThat(read(issued.der()).getNotAfter())
                .isEqualTo(read(issued.chain().getFirst()).getNotAfter());
    }

    @Test
    void anAuthorityThatHasEndedIssuesNothing() {
        fixture.clock.advance(Duration.ofDays(4_000));

        assertThatThrownBy(() -> server.issue(Csrs.of("CN=app.example.test")))
                .hasMessageContaining("The certificate of the authority itself ended at");
    }

    @Test
    void onlyTheNamesThatWereAskedForAreCertified() {
        Issued issued = server.issue(
                Csrs.of("CN=other.example.test,O=Else", "other.example.test"),
                new SubjectNames(
                        "CN=app.example.test,O=Example",
                        List.of(
                                new AlternativeName(AlternativeName.Kind.DNS, "App.Example.Test"),
                                new AlternativeName(AlternativeName.Kind.IP, "192.0.2.7"),
                                new AlternativeName(AlternativeName.Kind.IP, "2001:db8::7"),
                                new AlternativeName(AlternativeName.Kind.EMAIL, "ops@example.test"),
                                new AlternativeName(AlternativeName.Kind.URI, "spiffe://example.test/app"))),
                Profile.SERVER);

        assertThat(text(issued.der()))
                .containsPattern("Subject: O ?= ?Example, CN ?= ?app.example.test")
                .contains("DNS:app.example.test, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7,"
                        + " email:ops@example.test, URI:spiffe://example.test/app")
                .doesNotContain("other.example.test");
    }

    @Test
    void aServersCommonNameIsAnAlternativeNameToo() {
        assertThat(text(server.issue(Csrs.of("CN=App.Example.test")).der())).contains("DNS:app.example.test");
        assertThat(text(server.issue(
                                Csrs.of("CN=alice"),
                                SubjectNames.OF_REQUEST,
                                new Profile(30, List.of("digitalSignature"), List.of("clientAuth")))
                        .der()))
                .doesNotContain("DNS:");
    }

    @Test
    void aRevokedCertificateIsOnTheListAndOpensslNoticesIt() throws Exception {
        Issued good = server.issue(Csrs.of("CN=good.example.test"));
        Issued bad = server.issue(Csrs.of("CN=bad.example.test"));
        long before = number(server.list());

        server.revoke(bad, KEY_COMPROMISE);

        assertThat(verify(server, bad).output()).contains("certificate revoked");
        assertThat(verify(server, good).output()).contains("leaf.pem: OK");
        assertThat(number(server.list())).isEqualTo(before + 1);
        assertThat(openssl.succeed("openssl", "crl", "-inform", "DER", "-in", "issuing.crl", "-noout", "-text"))
                .contains("Key Compromise")
                .contains(SerialNumbers.text(read(bad.der()).getSerialNumber()));
    }

    private static long number(byte[] list) throws IOException {
        return CRLNumber.getInstance(new X509CRLHolder(list)
                        .getExtension(Extension.cRLNumber)
                        .getParsedValue())
                .getCRLNumber()
                .longValue();
    }

    @Test
    void aListIsMadeAnewWhenHalfOfItsTimeHasPassedAndNotBefore() throws Exception {
        byte[] first = server.list();
        fixture.clock.advance(AuthorityFixture.SETTINGS.crlLife().dividedBy(2).minusSeconds(1));
        assertThat(fixture.anotherServer().list()).isEqualTo(first);

        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(number(fixture.anotherServer().list())).isEqualTo(number(first) + 1);
    }

    @Test
    void aHoldCanBeEndedAndARevocationCannot() {
        Issued issued = server.issue(Csrs.of("CN=app.example.test"));
        server.revoke(issued, RevokeCertificate.HOLD);
        assertThat(verify(server, issued).output()).contains("certificate revoked");

        server.revoke(issued, RevokeCertificate.REMOVE_FROM_CRL);
        assertThat(verify(server, issued).output()).contains("leaf.pem: OK");

        server.revoke(issued, KEY_COMPROMISE);
        assertThatThrownBy(() -> server.revoke(issued, RevokeCertificate.REMOVE_FROM_CRL))
                .hasMessageContaining("is not on hold");
    }

    @Test
    void whatWasNotIssuedHereCannotBeRevokedHere() {
        int foreign = fixture.database.inTransaction(tx -> server.recordCertificates
                .run(tx, List.of(TestCertificates.der("foreign", 7)))
                .getFirst());

        assertThatThrownBy(() -> fixture.database.runInTransaction(
                        tx -> server.revoke.run(tx, foreign, KEY_COMPROMISE, fixture.clock.instant())))
                .isInstanceOf(IssueRefusedException.class)
                .hasMessageContaining("was not issued by an authority of this server");
        Issued issued = server.issue(Csrs.of("CN=app.example.test"));
        assertThatThrownBy(() -> server.revoke(issued, 7)).hasMessageContaining("There is no revocation reason 7");
        assertThatThrownBy(() -> fixture.database.runInTransaction(tx -> server.revoke.run(
                        tx, issued.certificateId(), 0, fixture.clock.instant().plus(Duration.ofHours(1)))))
                .hasMessageContaining("for a time to come");
    }

    @Test
    void anotherAuthorityOfThisServerHasItsOwnKeyBelowTheSameRoot() {
        Authority second = fixture.database.inTransaction(tx ->
                server.create.builtIn(tx, "TEST\\alice", "Second, \"quoted\"", AuthorityOptions.DEFAULT, "CN=Second"));

        Issued issued = server.issue.run(new IssueRequest(
                "TEST\\alice",
                second.name().toUpperCase(Locale.ROOT),
                null,
                Csrs.of("CN=app.example.test"),
                SubjectNames.OF_REQUEST,
                Profile.SERVER));

        assertThat(read(issued.der()).getIssuer().toString()).isEqualTo("CN=Second");
        assertThat(verify(server, issued).output()).contains("leaf.pem: OK");
        assertThat(fixture.count("SELECT count(*) FROM signer WHERE parent_id IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void whateverIsSentToOcspIsAnsweredInItsWords() throws Exception {
        Issued issued = server.issue(Csrs.of("CN=app.example.test"));
        byte[] request = new OCSPReqBuilder()
                .addRequest(new CertificateID(
                        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                        read(issued.chain().getFirst()),
                        read(issued.der()).getSerialNumber()))
                .build()
                .getEncoded();
        assertThat(new OCSPResp(server.ocsp.run(request).der()).getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
        for (int i = 0; i < request.length; i++) {
            byte[] broken = request.clone();
            broken[i] ^= (byte) 0xff;
            assertThat(new OCSPResp(server.ocsp.run(broken).der()).getStatus())
                    .as("byte %d", i)
                    .isIn(OCSPResp.SUCCESSFUL, OCSPResp.MALFORMED_REQUEST, OCSPResp.UNAUTHORIZED);
        }
    }

    @Test
    void anUnknownAuthorityAndOneThatIssuesNothingAreNamed() {
        IssueRequest request = new IssueRequest(
                "TEST\\alice", "nowhere", null, Csrs.of("CN=a"), SubjectNames.OF_REQUEST, Profile.SERVER);
        assertThatThrownBy(() -> server.issue.run(request)).hasMessage("There is no certificate authority 'nowhere'.");
        fixture.database.runInTransaction(tx -> tx.execute(
                "UPDATE certificate_authority SET options = jsonb_set(options, '{allowedEnrollmentTypes}', '0')"));
        assertThatThrownBy(() -> server.issue(Csrs.of("CN=a")))
                .hasMessageContaining("There is no certificate authority that issues");
    }
}
