package io.quartermaster.server.cert;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates for tests. Making one takes a millisecond: the keys are made once. Safe for many threads. */
public final class TestCertificates {
    // Far from today: wire files have a name for a moment of these weeks.
    public static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant NOT_AFTER = Instant.parse("2049-01-01T00:00:00Z");

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final KeyPair EC_KEYS = keys("EC", 256);

    private TestCertificates() {}

    /** A certificate with an elliptic key and this common name and serial number. */
    public static byte[] der(String commonName, long serialNumber) {
        return der("CN=" + commonName, BigInteger.valueOf(serialNumber), EC_KEYS, "SHA256withECDSA");
    }

    public static byte[] der(String name, BigInteger serialNumber, KeyPair keys, String algorithm) {
        try {
            X500Name subject = new X500Name(name);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject, serialNumber, Date.from(NOT_BEFORE), Date.from(NOT_AFTER), subject, keys.getPublic());
            return builder.build(new JcaContentSignerBuilder(algorithm)
                            .setProvider(PROVIDER)
                            .build(keys.getPrivate()))
                    .getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param size 0 for an algorithm without a choice */
    public static KeyPair keys(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
            if (size > 0) {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
