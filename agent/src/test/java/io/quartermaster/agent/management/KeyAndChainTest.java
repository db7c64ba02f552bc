package io.quartermaster.agent.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.fake.TestCa;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAndChainTest {
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private final TestCa ca = new TestCa();

    @Test
    void aKeyComesWithItsCertificateAndItsIssuers() throws Exception {
        TestCa.Identity web = ca.identity("web");
        try (KeyAndChain opened = KeyAndChain.open(ca.pfx(web, "pw"), "pw")) {
            // Not byte for byte: the curve may be named once or twice.
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(opened.key().pkcs8()));
            assertThat(((ECPrivateKey) key).getS()).isEqualTo(((ECPrivateKey) web.key()).getS());
            assertThat(opened.chain())
                    .containsExactly(new EncodedCertificate(web.der()), new EncodedCertificate(ca.der()));
        }
    }

    /** The first as most programs know it, the others as only newer ones do. */
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519", "ML-DSA-65"})
    void keysOfAllKindsAreTakenAsTheyAre(String algorithm) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm, PROVIDER).generateKeyPair();
        byte[] pfx = file(Map.of("key", pair), PROVIDER);
        try (KeyAndChain opened = KeyAndChain.open(pfx, "pw")) {
            assertThat(opened.key().pkcs8()).isEqualTo(pair.getPrivate().getEncoded());
            assertThat(opened.chain()).hasSize(1);
        }
    }

    @Test
    void theKeyIsGoneWhenItIsClosed() throws StoreException {
        KeyAndChain opened = KeyAndChain.open(ca.pfx(ca.identity("web"), "pw"), "pw");
        opened.close();
        assertThatThrownBy(() -> opened.key().pkcs8()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileWithoutAKeyOrWithSeveralIsRefused() throws Exception {
        Map<String, KeyPair> two = new HashMap<>();
        two.put("a", KeyPairGenerator.getInstance("Ed25519", PROVIDER).generateKeyPair());
        two.put("b", KeyPairGenerator.getInstance("Ed25519", PROVIDER).generateKeyPair());
        assertThatThrownBy(() -> KeyAndChain.open(file(two, PROVIDER), "pw"))
                .isInstanceOf(StoreException.class)
                .hasMessage("The PKCS#12 file that the server sent holds 2 private keys instead of one.");
        assertThatThrownBy(() -> KeyAndChain.open(file(Map.of(), PROVIDER), "pw"))
                .isInstanceOf(StoreException.class)
                .hasMessage("The PKCS#12 file that the server sent holds 0 private keys instead of one.");
    }

    @Test
    void nonsenseAndAWrongPasswordAreRefusedWithoutTheWordsOfAParser() {
        byte[] pfx = ca.pfx(ca.identity("web"), "pw");
        for (byte[] content : new byte[][] {pfx, new byte[0], {48, 3, 2, 1, 3}, {1, 2, 3}}) {
            assertThatThrownBy(() -> KeyAndChain.open(content, "hunter2"))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "The PKCS#12 file that the server sent cannot be opened with the password that came with it.");
        }
    }

    private static byte[] file(Map<String, KeyPair> keys, Provider provider)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyStore file = KeyStore.getInstance("PKCS12", provider);
        file.load(null, null);
        for (Map.Entry<String, KeyPair> key : keys.entrySet()) {
            file.setKeyEntry(key.getKey(), key.getValue().getPrivate(), "pw".toCharArray(), new Certificate[] {
                selfSigned(key.getValue())
            });
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        file.store(content, "pw".toCharArray());
        return content.toByteArray();
    }

    private static Certificate selfSigned(KeyPair pair)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X500Name name = new X500Name("CN=self");
        String algorithm = pair.getPrivate().getAlgorithm();
        byte[] der = new X509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2036-01-01T00:00:00Z")),
                        name,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                .build(new JcaContentSignerBuilder(algorithm.equals("RSA") ? "SHA256withRSA" : algorithm)
                        .setProvider(PROVIDER)
                        .build(pair.getPrivate()))
                .getEncoded();
        return CertificateFactory.getInstance("X.509", PROVIDER).generateCertificate(new ByteArrayInputStream(der));
    }
}
