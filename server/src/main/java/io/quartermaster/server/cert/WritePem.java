package io.quartermaster.server.cert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Writes PEM: texts between BEGIN and END, as web servers and OpenSSL read them. */
final class WritePem {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final int LINE_LENGTH = 64;

    private WritePem() {}

    static String certificates(List<X509CertificateHolder> certificates) {
        StringBuilder text = new StringBuilder();
        certificates.forEach(certificate -> text.append(block("CERTIFICATE", encoded(certificate))));
        return text.toString();
    }

    /** As encrypted PKCS#8. */
    static String key(PrivateKeyInfo key, PfxPassword password, boolean legacy) {
        try {
            byte[] encrypted = new PKCS8EncryptedPrivateKeyInfoBuilder(key)
                    .build(encryptor(password, legacy ? PfxFile.LEGACY : PfxFile.STRONG))
                    .getEncoded();
            return block("ENCRYPTED PRIVATE KEY", encrypted);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("A private key cannot be written", e);
        }
    }

    private static OutputEncryptor encryptor(PfxPassword password, PfxFile.Protection protection)
            throws OperatorCreationException {
        return new JcePKCSPBEOutputEncryptorBuilder(protection.cipher())
                .setProvider(PROVIDER)
                .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                .setIterationCount(protection.iterations())
                .build(password.reveal());
    }

    static byte[] encoded(X509CertificateHolder certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
    }

    private static String block(String kind, byte[] content) {
        String base64 = Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }
}
