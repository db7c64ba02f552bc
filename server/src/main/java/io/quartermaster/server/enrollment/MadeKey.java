package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.cert.PrivateKeyText;
import io.quartermaster.server.secret.SecretValue;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** A key that this server made. It does not print itself. */
final class MadeKey {
    private final KeyPair pair;
    private final SubjectPublicKeyInfo publicKey;

    MadeKey(KeyPair pair) {
        this.pair = pair;
        this.publicKey = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    }

    /** PKCS#8 as base64 on one line. */
    SecretValue secret() {
        try {
            PrivateKeyInfo key = PrivateKeyText.plain(
                    PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()));
            return new SecretValue(Base64.getEncoder().encodeToString(key.getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException("A private key can be written", e);
        }
    }

    byte[] digest() {
        try {
            return SentCsr.digest(publicKey);
        } catch (IOException e) {
            throw new IllegalStateException("A public key can be written", e);
        }
    }

    /** A signing request with these names, signed with the key. */
    byte[] request(SubjectText subject, List<AlternativeName> alternatives) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new PKCS10CertificationRequestBuilder(subject.encoded(), publicKey);
            if (!alternatives.isEmpty()) {
                ExtensionsGenerator extensions = new ExtensionsGenerator();
                extensions.addExtension(
                        Extension.subjectAlternativeName, subject.isEmpty(), SentNames.encoded(alternatives));
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            return builder.build(new JcaContentSignerBuilder(signature())
                            .setProvider(MakeKeys.PROVIDER)
                            .build(pair.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("A key that was made can sign a request", e);
        }
    }

    private String signature() {
        return switch (pair.getPublic().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> pair.getPublic().getAlgorithm(); // Ed25519, Ed448, ML-DSA-65: the key decides everything
        };
    }

    @Override
    public String toString() {
        return "MadeKey[hidden]";
    }
}
