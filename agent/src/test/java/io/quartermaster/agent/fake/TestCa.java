package io.quartermaster.agent.fake;

import io.quartermaster.agent.protocol.EnrollReply;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.store.spi.EncodedCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** A certificate authority in memory. */
public final class TestCa {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2036-01-01T00:00:00Z");

    private final X500Name name;
    private final KeyPair keys;
    private final byte[] der;
    private final Map<String, byte[]> pfxFiles = new ConcurrentHashMap<>();
    private long lastSerial = 1000;

    public TestCa() {
        name = new X500Name("CN=Test CA");
        keys = keyPair();
        der = signed(name, SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    }

    /** A certificate with its key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Identity(byte[] der, PrivateKey key) {
        public String thumbprint() {
            return new EncodedCertificate(der).thumbprint();
        }
    }

    /** The CA's own certificate. */
    public byte[] der() {
        return der.clone();
    }

    /** A new key and its certificate. */
    public Identity identity(String commonName) {
        KeyPair pair = keyPair();
        byte[] certificate = signed(
                new X500Name("CN=" + commonName),
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        return new Identity(certificate, pair.getPrivate());
    }

    /** What the server answers to a certificate request that it likes. */
    public EnrollReply enroll(byte[] csr) {
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(csr);
            String certificate = base64(signed(request.getSubject(), request.getSubjectPublicKeyInfo()));
            return new EnrollReply(Result.success(), certificate, List.of(certificate, base64(der)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A PKCS#12 file of a key, its certificate and ours; the same one each time, since it takes a while to make. */
    public byte[] pfx(Identity identity, String password) {
        return pfxFiles.computeIfAbsent(identity.thumbprint() + password, _ -> made(identity, password))
                .clone();
    }

    private byte[] made(Identity identity, String password) {
        try {
            KeyStore file = KeyStore.getInstance("PKCS12");
            file.load(null, null);
            file.setKeyEntry("key", identity.key(), password.toCharArray(), new Certificate[] {
                certificate(identity.der()), certificate(der)
            });
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            file.store(content, password.toCharArray());
            return content.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    public static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    private static Certificate certificate(byte[] der) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private byte[] signed(X500Name subject, SubjectPublicKeyInfo key) {
        try {
            X509CertificateHolder certificate = new X509v3CertificateBuilder(
                            name, BigInteger.valueOf(++lastSerial), Date.from(BEGIN), Date.from(END), subject, key)
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return certificate.getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
