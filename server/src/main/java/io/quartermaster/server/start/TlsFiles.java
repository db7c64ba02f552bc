package io.quartermaster.server.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A certificate (with its chain) and its key, as PEM files. */
record TlsFiles(Path certificate, Path key) {
    private static final byte[] SAMPLE = {1, 2, 3};

    /** @throws StartException if one of the two is unreadable, or does not belong to the other */
    TlsFiles checked() {
        PublicKey certified = publicKey(certificate);
        if (!belongTogether(privateKey(key), certified)) {
            throw new StartException(
                    "The key in " + key + " does not belong to the first certificate in " + certificate + ".");
        }
        return this;
    }

    private static PublicKey publicKey(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("The certificate " + file + " cannot be read as PEM (" + e + ").", e);
        }
    }

    private static PrivateKey privateKey(Path file) {
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PEMKeyPair pair) {
                    return converter.getKeyPair(pair).getPrivate();
                }
                if (part instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
        } catch (IOException e) {
            throw new StartException("The key " + file + " cannot be read as PEM (" + e + ").", e);
        }
        throw new StartException("The file " + file + " holds no private key without a password.");
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        try {
            Signature signature = Signature.getInstance(
                    switch (publicKey.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> publicKey.getAlgorithm();
                    });
            signature.initSign(privateKey);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
