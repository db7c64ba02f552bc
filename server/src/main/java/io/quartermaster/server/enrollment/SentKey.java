package io.quartermaster.server.enrollment;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Reads the private key that somebody sends along with a signing request, to be kept here. */
final class SentKey {
    private static final byte[] PROBE = {1, 2, 3, 4};

    private SentKey() {}

    /**
     * PKCS#8 as base64 on one line.
     *
     * @param text PEM, or PKCS#8 as base64; not encrypted
     * @throws CommandException MALFORMED for what is no key, or not that of the signing request. No message has any of it
     */
    static SecretValue read(String text, SentCsr csr) {
        PrivateKeyInfo key = parsed(text);
        try {
            if (!belongs(key, new PKCS10CertificationRequest(csr.der()).getSubjectPublicKeyInfo())) {
                throw malformed("PrivateKey is not the key of the CSR.");
            }
            return new SecretValue(Base64.getEncoder().encodeToString(key.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw malformed("PrivateKey is not the key of the CSR.");
        }
    }

    private static PrivateKeyInfo parsed(String text) {
        if (text.length() <= SentCsr.LENGTH_MAX) {
            try (PEMParser parser = new PEMParser(new StringReader(text.replace("\\n", "\n")))) {
                Object read = parser.readObject();
                if (read instanceof PrivateKeyInfo key) {
                    return key;
                }
                if (read instanceof PEMKeyPair pair) {
                    return pair.getPrivateKeyInfo();
                }
                if (read == null) {
                    return PrivateKeyInfo.getInstance(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
                }
            } catch (IOException | RuntimeException e) {
                // Told below, without a word of the text.
            }
        }
        throw malformed("PrivateKey cannot be read; expected PKCS#8 as PEM, not encrypted.");
    }

    private static boolean belongs(PrivateKeyInfo key, SubjectPublicKeyInfo expected)
            throws GeneralSecurityException, IOException {
        String algorithm = key.getPrivateKeyAlgorithm().getAlgorithm().getId();
        PrivateKey privateKey = KeyFactory.getInstance(algorithm, MakeKeys.PROVIDER)
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        PublicKey publicKey = KeyFactory.getInstance(
                        expected.getAlgorithm().getAlgorithm().getId(), MakeKeys.PROVIDER)
                .generatePublic(new X509EncodedKeySpec(expected.getEncoded()));
        String signature = switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> privateKey.getAlgorithm();
        };
        Signature signer = Signature.getInstance(signature, MakeKeys.PROVIDER);
        signer.initSign(privateKey);
        signer.update(PROBE);
        byte[] signed = signer.sign();
        signer.initVerify(publicKey);
        signer.update(PROBE);
        return signer.verify(signed);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
