package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.setting.AuthoritySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys and names are certified. */
final class SigningRequestRulesTest {
    private final JudgeNames judge = new JudgeNames(AuthoritySettings.DEFAULT);

    private CertifiedNames names(byte[] csr, SubjectNames asked) {
        return judge.run(SigningRequest.read(csr), asked, Profile.SERVER);
    }

    private static void assertRefused(byte[] csr, String message) {
        assertThatThrownBy(() -> SigningRequest.read(csr))
                .isInstanceOf(IssueRefusedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, SHA256withRSA",
        "RSA, 3072, SHA512withRSAandMGF1",
        "EC, 384, SHA384withECDSA",
        "EC, 521, SHA512withECDSA",
        "Ed25519, 0, Ed25519",
        "Ed448, 0, Ed448",
        "ML-DSA-44, 0, ML-DSA-44",
        "ML-DSA-65, 0, ML-DSA-65",
        "ML-DSA-87, 0, ML-DSA-87"
    })
    void usualKeysAreCertified(String algorithm, int size, String signature) {
        byte[] csr = Csrs.of(TestCertificates.keys(algorithm, size), signature, "CN=app.example.test");
        assertThat(SigningRequest.read(csr).subject()).isEqualTo(new X500Name("CN=app.example.test"));
    }

    @Test
    void aPostQuantumKeyIsCertifiedByTheBuiltInAuthority() {
        try (AuthorityFixture fixture = new AuthorityFixture()) {
            fixture.server.makeFirst.run();
            byte[] csr = Csrs.of(TestCertificates.keys("ML-DSA-65", 0), "ML-DSA-65", "CN=pq.example.test");

            Issued issued = fixture.server.issue(csr);

            assertThat(ParsedCertificate.parse(issued.der()).issuedDn()).isEqualTo("CN=pq.example.test");
        }
    }

    @Test
    void weakAndUnknownKeysAreRefused() throws Exception {
        assertRefused(
                Csrs.of(TestCertificates.keys("RSA", 1_024), "SHA256withRSA", "CN=a"),
                "The RSA key has 1024 bits; expected 2048 to 8192.");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("secp256k1"));
        assertRefused(
                Csrs.of(generator.generateKeyPair(), "SHA256withECDSA", "CN=a"),
                "The key is on another curve than P-256, P-384 and P-521.");
        assertRefused(
                Csrs.of(TestCertificates.keys("DSA", 2_048), "SHA256withDSA", "CN=a"), "A key of the kind 1.2.840");
    }

    @Test
    void aRequestWithoutTheKeyIsRefused() {
        byte[] csr = Csrs.of("CN=app.example.test");
        csr[csr.length - 1] ^= 1;
        assertRefused(csr, "The signature of the signing request does not fit its key.");
        KeyPair other = TestCertificates.keys("EC", 256);
        assertRefused(
                Csrs.of(new KeyPair(Csrs.EC.getPublic(), other.getPrivate()), "SHA256withECDSA", "CN=a"),
                "does not fit its key");
    }

    @Test
    void whatIsNoSigningRequestIsRefused() {
        assertRefused("nonsense".getBytes(StandardCharsets.US_ASCII), "cannot be read; expected PKCS#10");
        assertRefused(new byte[0], "cannot be read");
        assertRefused(TestCertificates.der("a", 1), "cannot be read");
        assertRefused(new byte[SigningRequest.SIZE_MAX + 1], "has 100001 bytes; at most 100000 are read");
        assertRefused(Csrs.forAnAuthority(), "asks for a certificate authority (CA:TRUE)");
    }

    @Test
    void anyPartOfASigningRequestIsReadOrRefused() {
        byte[] csr = Csrs.of("CN=app.example.test", "app.example.test");
        for (int i = 0; i < csr.length; i++) {
            byte[] broken = csr.clone();
            broken[i] ^= (byte) 0xff;
            assertThatThrownBy(() -> SigningRequest.read(broken)).isInstanceOf(IssueRefusedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b.example.test",
                "-a.example.test",
                "a..example.test",
                ".example.test",
                "a.*.example.test",
                "*",
                "straße.example.test",
                "example.test/path",
                "example.test:443"
            })
    void whatIsNoDnsNameIsRefused(String name) {
        SubjectNames asked = new SubjectNames("CN=a", List.of(new AlternativeName(AlternativeName.Kind.DNS, name)));
        assertThatThrownBy(() -> names(Csrs.of("CN=a"), asked)).hasMessageContaining("is no DNS name");
    }

    @ParameterizedTest
    @CsvSource({
        "IP, 192.0.2, is no IP address",
        "IP, 300.1.1.1, is no IP address",
        "IP, app.example.test, is no IP address",
        "EMAIL, alice, is no mail address",
        "URI, path/only, is no absolute URI",
        "URI, 'http://a b', is no absolute URI"
    })
    void otherNamesAreChecked(AlternativeName.Kind kind, String value, String message) {
        SubjectNames asked = new SubjectNames("CN=a", List.of(new AlternativeName(kind, value)));
        assertThatThrownBy(() -> names(Csrs.of("CN=a"), asked)).hasMessageContaining(message);
    }

    @Test
    void subjectsAreChecked() {
        byte[] csr = Csrs.of("CN=a");
        assertThatThrownBy(() -> names(csr, new SubjectNames("not a name", List.of())))
                .hasMessageContaining("expected a name such as CN=");
        assertThatThrownBy(() -> names(csr, new SubjectNames("CN=" + "x".repeat(65), List.of())))
                .isInstanceOf(IssueRefusedException.class)
                .hasMessageContaining("64");
        assertThatThrownBy(() -> names(csr, new SubjectNames("CN=a,C=Germany", List.of())))
                .isInstanceOf(IssueRefusedException.class)
                .hasMessageContaining("Germany");
        assertThatThrownBy(() -> names(csr, new SubjectNames("", List.of())))
                .hasMessageContaining("There is no name to certify");
        assertThat(DistinguishedNames.text(names(csr, new SubjectNames("CN=a,O=\"Example, Inc.\"", List.of()))
                        .subject()))
                .isEqualTo("CN=a,O=Example\\, Inc.");
    }

    @Test
    void namesOfTheRequestCountOnlyWhereNoneAreGiven() {
        byte[] csr = Csrs.withNames(
                new GeneralName(GeneralName.dNSName, "app.example.test"),
                new GeneralName(
                        GeneralName.otherName,
                        new OtherName(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), new DERUTF8String("alice"))));
        assertThatThrownBy(() -> names(csr, SubjectNames.OF_REQUEST))
                .hasMessageContaining("of a kind that is not certified");
        AlternativeName wanted = new AlternativeName(AlternativeName.Kind.DNS, "app.example.test");
        assertThat(names(csr, new SubjectNames(null, List.of(wanted))).alternatives())
                .containsExactly(wanted);
    }

    @Test
    void aNameIsCertifiedOnceAndThereAreNotTooMany() {
        AlternativeName name = new AlternativeName(AlternativeName.Kind.DNS, "a.example.test");
        assertThat(names(Csrs.of("CN=a"), new SubjectNames(null, Collections.nCopies(200, name)))
                        .alternatives())
                .containsExactly(name);
        List<AlternativeName> many = IntStream.range(0, 101)
                .mapToObj(i -> new AlternativeName(AlternativeName.Kind.DNS, "a" + i + ".example.test"))
                .toList();
        assertThatThrownBy(() -> names(Csrs.of("CN=a"), new SubjectNames(null, many)))
                .hasMessageContaining("at most 100 are certified");
    }

    @Test
    void usagesThatOnlyAuthoritiesMayHaveAreRefused() {
        assertThatThrownBy(() -> KeyUsages.usage(new Profile(1, List.of("keyCertSign"), List.of()), true))
                .hasMessageContaining("There is no key usage 'keyCertSign'");
        assertThatThrownBy(() -> KeyUsages.extended(new Profile(1, List.of(), List.of("1.3.6.1.5.5.7.3.9"))))
                .hasMessageContaining("'1.3.6.1.5.5.7.3.9'");
        assertThat(KeyUsages.extended(new Profile(1, List.of(), List.of("1.3.6.1.4.1.311.10.3.4"))))
                .isPresent();
    }

    @Test
    void opensslsRequestsAreRead(@TempDir Path folder) {
        Commands.need("openssl");
        Commands openssl = new Commands(folder);
        openssl.succeed(
                "openssl",
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-subj",
                "/C=DE/O=Example/CN=app.example.test",
                "-addext",
                "subjectAltName=DNS:app.example.test,IP:192.0.2.7",
                "-outform",
                "DER",
                "-out",
                "csr.der");

        SigningRequest request = SigningRequest.read(openssl.read("csr.der"));

        assertThat(DistinguishedNames.text(request.subject())).isEqualTo("CN=app.example.test,O=Example,C=DE");
        assertThat(request.alternatives())
                .containsExactly(
                        new AlternativeName(AlternativeName.Kind.DNS, "app.example.test"),
                        new AlternativeName(AlternativeName.Kind.IP, "192.0.2.7"));
    }
}
