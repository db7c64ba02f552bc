package io.quartermaster.server.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.error.CommandException;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySpecTest {
    @ParameterizedTest
    @CsvSource({
        "RSA,,,RSA 2048",
        "rsa,4096,,RSA 4096",
        ",,,RSA 2048",
        ",,P-384,ECC P-384",
        "ECC,,,ECC P-256",
        "ECDSA,384,,ECC P-384",
        "EC,,secp521r1,ECC P-521",
        "ECC,,1.2.840.10045.3.1.7,ECC P-256",
        "Ed25519,,,Ed25519",
        "ed448,,,Ed448",
        "ML-DSA,65,,ML-DSA-65",
        "ML-DSA-87,,,ML-DSA-87"
    })
    void keysAreReadAsClientsWriteThem(
            @Nullable String type, @Nullable Integer length, @Nullable String curve, String title) {
        assertThat(KeySpec.read(type, length, curve).title()).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource({
        "DSA,,,KeyType must be",
        "RSA,1024,,KeyLength of an RSA key",
        "RSA,2049,,KeyLength of an RSA key",
        "RSA,16384,,KeyLength of an RSA key",
        "ECC,224,,Curve must be",
        "ECC,,secp256k1,Curve must be",
        "ML-DSA,2048,,KeyLength of an ML-DSA key"
    })
    void whatIsNotMadeIsRefusedByItsField(
            String type, @Nullable Integer length, @Nullable String curve, String beginning) {
        assertThatThrownBy(() -> KeySpec.read(type, length, curve))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(beginning);
    }

    @Test
    void theKindOfAPublicKeyIsTold() {
        assertThat(of("RSA", 2048).title()).isEqualTo("RSA 2048");
        assertThat(of("EC", 384).title()).isEqualTo("ECC P-384");
        assertThat(of("Ed25519", 0).title()).isEqualTo("Ed25519");
        assertThat(of("ML-DSA-44", 0).title()).isEqualTo("ML-DSA-44");
    }

    private static KeySpec of(String algorithm, int size) {
        return KeySpec.of(SubjectPublicKeyInfo.getInstance(
                        TestCertificates.keys(algorithm, size).getPublic().getEncoded()))
                .orElseThrow();
    }

    @Test
    void aKindOfKeyWithoutLengthsIsAllowedInAllLengths() {
        TemplateKeyInfo info =
                new TemplateKeyInfo(null, new TemplateKeyInfo.AlgorithmData(List.of(), List.of()), null, null, null);

        assertThat(info.allows(new KeySpec(KeySpec.Algorithm.RSA, 3072))).isTrue();
        assertThat(info.allows(new KeySpec(KeySpec.Algorithm.ECC, 256))).isFalse();
    }

    @Test
    void anExpressionThatNeverEndsFitsNothing() {
        TemplateRegex endless = new TemplateRegex("CN", "(a+)+b", null);

        assertThat(endless.matches("a".repeat(60))).isFalse();
        assertThat(endless.matches("aab")).isTrue();
    }
}
