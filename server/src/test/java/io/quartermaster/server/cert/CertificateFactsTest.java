package io.quartermaster.server.cert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Date;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateFactsTest {
    private static CertificateFacts facts(byte[] der) {
        return ParsedCertificate.parse(der).facts();
    }

    @Test
    void whatAServersCertificateSaysIsRead() {
        CertificateFacts facts = facts(new TestChain("app.example.test").leaf);

        assertThat(facts.issuedCn()).isEqualTo("app.example.test");
        assertThat(facts.key()).isEqualTo(new KeyFacts("RSA", KeyFacts.RSA, 2048, null));
        assertThat(facts.keyUsage()).isEqualTo(128 + 32);
        assertThat(facts.extendedKeyUsages()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(facts.crlUrls()).containsExactly("http://crl.example.test/ca.crl");
        assertThat(facts.authority()).isFalse();
        assertThat(facts.altNames())
                .containsExactly(
                        new AltName(AltName.DNS, "app.example.test"),
                        new AltName(AltName.DNS, "www.app.example.test"),
                        new AltName(AltName.IP_ADDRESS, "192.0.2.7"),
                        new AltName(AltName.IP_ADDRESS, "010203"),
                        new AltName(AltName.EMAIL, "ops@example.test"),
                        new AltName(AltName.URI, "https://example.test/x"),
                        new AltName(AltName.PRINCIPAL, "alice@corp.example"));
    }

    @Test
    void anAuthorityIsToldFromAServer() {
        TestChain chain = new TestChain("app.example.test");

        assertThat(facts(chain.root).authority()).isTrue();
        assertThat(facts(chain.root).pathLength()).isNull();
        assertThat(facts(chain.issuing).pathLength()).isZero();
        assertThat(facts(chain.issuing).keyUsage()).isEqualTo(4 + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,3072,SHA256withRSA,RSA,1,3072,",
        "EC,384,SHA384withECDSA,ECC,3,384,1.3.132.0.34",
        "Ed25519,0,Ed25519,Ed25519,5,256,",
        "ML-DSA-44,0,ML-DSA-44,ML-DSA-44,6,10496,",
        "ML-DSA-65,0,ML-DSA-65,ML-DSA-65,6,15616,",
        "ML-DSA-87,0,ML-DSA-87,ML-DSA-87,6,20736,"
    })
    void itsKeyIsNamed(String key, int size, String signature, String name, int type, int bits, String curve) {
        byte[] der = TestCertificates.der("CN=web01", BigInteger.ONE, TestCertificates.keys(key, size), signature);

        assertThat(facts(der).key()).isEqualTo(new KeyFacts(name, type, bits, curve));
    }

    @Test
    void theMostSpecificCommonNameCountsAndIsCut() throws Exception {
        var keys = TestCertificates.keys("EC", 256);
        X500Name subject = new X500Name(new RDN[] {
            new RDN(BCStyle.CN, new DERUTF8String("outer")),
            new RDN(BCStyle.OU, new DERUTF8String("Web, old")),
            new RDN(BCStyle.CN, new DERUTF8String("x".repeat(300)))
        });
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(TestCertificates.NOT_BEFORE),
                Date.from(TestCertificates.NOT_AFTER),
                subject,
                keys.getPublic());
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();

        assertThat(facts(der).issuedCn()).isEqualTo("x".repeat(CertificateFacts.NAME_PART_LENGTH_MAX));
        assertThat(facts(der).issuedOu()).isEqualTo("Web, old");
    }

    @Test
    void aCertificateWithoutACommonNameHasNone() {
        byte[] der =
                TestCertificates.der("O=Example", BigInteger.ONE, TestCertificates.keys("EC", 256), "SHA256withECDSA");

        assertThat(facts(der).issuedCn()).isNull();
    }

    @Test
    void anExtensionThatIsNonsenseCountsAsNotThere() throws Exception {
        var keys = TestCertificates.keys("EC", 256);
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=odd"),
                BigInteger.ONE,
                Date.from(TestCertificates.NOT_BEFORE),
                Date.from(TestCertificates.NOT_AFTER),
                new X500Name("CN=odd"),
                keys.getPublic());
        byte[] nonsense = {1, 2, 3, 4};
        builder.addExtension(Extension.keyUsage, true, nonsense);
        builder.addExtension(Extension.extendedKeyUsage, false, nonsense);
        builder.addExtension(Extension.basicConstraints, true, nonsense);
        builder.addExtension(Extension.cRLDistributionPoints, false, new DEROctetString(nonsense));
        builder.addExtension(Extension.subjectAlternativeName, false, nonsense);
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();

        CertificateFacts facts = facts(der);

        assertThat(facts.issuedCn()).isEqualTo("odd");
        assertThat(facts.keyUsage()).isNull();
        assertThat(facts.altNames()).isEmpty();
        assertThat(facts.crlUrls()).isEmpty();
        assertThat(facts.extendedKeyUsages()).isEmpty();
        assertThat(facts.authority()).isFalse();
    }

    @Test
    void veryManyAndVeryLongNamesAreCut() throws Exception {
        var keys = TestCertificates.keys("EC", 256);
        GeneralName[] names = new GeneralName[1_500];
        for (int i = 0; i < names.length; i++) {
            names[i] = new GeneralName(GeneralName.dNSName, "n" + i + (i == 0 ? "x".repeat(5_000) : ""));
        }
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=many"),
                BigInteger.ONE,
                Date.from(TestCertificates.NOT_BEFORE),
                Date.from(TestCertificates.NOT_AFTER),
                new X500Name("CN=many"),
                keys.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();

        assertThat(facts(der).altNames()).hasSize(CertificateFacts.ALT_NAMES_MAX);
        assertThat(facts(der).altNames().getFirst().value()).hasSize(AltName.LENGTH_MAX);
    }
}
