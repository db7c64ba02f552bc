package io.quartermaster.server.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParsedCertificateTest {

    @Test
    void namesBeginWithTheirMostSpecificPart() {
        byte[] der = TestCertificates.der(
                "C=DE,O=Example\\, Inc.,CN=app.example.test",
                BigInteger.valueOf(0xABC),
                TestCertificates.keys("EC", 256),
                "SHA256withECDSA");
        ParsedCertificate certificate = ParsedCertificate.parse(der);
        assertThat(certificate.issuedDn()).isEqualTo("CN=app.example.test,O=Example\\, Inc.,C=DE");
        assertThat(certificate.issuerDn()).isEqualTo(certificate.issuedDn());
        assertThat(certificate.serialNumber()).isEqualTo("0ABC");
        assertThat(certificate.notBefore()).isEqualTo(TestCertificates.NOT_BEFORE);
        assertThat(certificate.notAfter()).isEqualTo(TestCertificates.NOT_AFTER);
    }

    @Test
    void theThumbprintIsTheSha1OfTheCertificateAsTheRuntimeReadsIt() throws Exception {
        byte[] der = TestCertificates.der("web01", 7);
        X509Certificate read = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(read.getEncoded());
        assertThat(ParsedCertificate.parse(der).thumbprint())
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(sha1));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,2048,SHA256withRSA,SHA-256withRSA",
        "RSA,2048,SHA1withRSA,SHA-1withRSA",
        "RSA,2048,SHA512withRSAandMGF1,SHA-512withRSAandMGF1",
        "EC,384,SHA384withECDSA,SHA-384withECDSA",
        "EC,256,SHA3-256withECDSA,SHA3-256withECDSA",
        "Ed25519,0,Ed25519,Ed25519",
        "ML-DSA-44,0,ML-DSA-44,ML-DSA-44",
        "ML-DSA-65,0,ML-DSA-65,ML-DSA-65",
        "ML-DSA-87,0,ML-DSA-87,ML-DSA-87",
    })
    void itsSignatureAlgorithmIsNamed(String key, int size, String algorithm, String expected) {
        KeyPair keys = TestCertificates.keys(key, size);
        byte[] der = TestCertificates.der("CN=web01", BigInteger.ONE, keys, algorithm);
        assertThat(ParsedCertificate.parse(der).signingAlgorithm()).isEqualTo(expected);
    }

    @Test
    void whatIsNoCertificateIsRefused() {
        for (byte[] bytes : new byte[][] {
            {},
            {0x30},
            {0x30, 0x03, 0x02, 0x01, 0x01},
            "-----BEGIN CERTIFICATE-----".getBytes(StandardCharsets.US_ASCII)
        }) {
            assertThatThrownBy(() -> ParsedCertificate.parse(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("it is not a DER-encoded X.509 certificate");
        }
    }

    @Test
    void bytesBehindTheCertificateAreRefused() {
        byte[] der = TestCertificates.der("web01", 7);
        assertThatThrownBy(() -> ParsedCertificate.parse(Arrays.copyOf(der, der.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTooLargeOneIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> ParsedCertificate.parse(new byte[ParsedCertificate.SIZE_MAX + 1]))
                .hasMessage("it has 100001 bytes, more than 100000 of one certificate");
    }

    /** Goal: no bytes make the parser throw anything else. Method: a good certificate with random damage. */
    @Test
    void damagedCertificatesAreReadOrRefusedAndNothingElse() {
        long seed = 20261123;
        Random random = new Random(seed);
        byte[] good = TestCertificates.der("web01", 7);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(ParsedCertificate.parse(damaged).issuedDn()).doesNotContain("\u0000");
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d, run %d", seed, i).hasMessage("it is not a DER-encoded X.509 certificate");
            }
        }
    }
}
