package io.quartermaster.server.cert;

import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** Whether a private key and a certificate belong together. */
final class KeyPairs {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final byte[] SAMPLE = {'q', 'm'};

    private KeyPairs() {}

    /** Shown by signing something; also false for keys that cannot sign, or that nobody here can compute with. */
    static boolean match(PrivateKeyInfo key, X509CertificateHolder certificate) {
        Optional<String> algorithm = algorithm(certificate);
        if (algorithm.isEmpty()) {
            return false;
        }
        try {
            PrivateKey privateKey = BouncyCastleProvider.getPrivateKey(key);
            ContentSigner signer = new JcaContentSignerBuilder(algorithm.get())
                    .setProvider(PROVIDER)
                    .build(privateKey);
            signer.getOutputStream().write(SAMPLE);
            byte[] signature = signer.getSignature();
            ContentVerifierProvider verifiers = new JcaContentVerifierProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(certificate.getSubjectPublicKeyInfo());
            ContentVerifier verifier = verifiers.get(signer.getAlgorithmIdentifier());
            verifier.getOutputStream().write(SAMPLE);
            return verifier.verify(signature);
        } catch (Exception e) {
            // A file of the wild may hold any key; the library fails in many ways on them, and on keys of two kinds.
            return false;
        }
    }

    private static Optional<String> algorithm(X509CertificateHolder certificate) {
        KeyFacts key = KeyFacts.of(certificate.getSubjectPublicKeyInfo());
        return switch (key.type()) {
            case KeyFacts.RSA -> Optional.of("SHA256withRSA");
            case KeyFacts.DSA -> Optional.of("SHA256withDSA");
            case KeyFacts.ELLIPTIC_CURVE -> Optional.of("SHA256withECDSA");
            case KeyFacts.EDWARDS_CURVE, KeyFacts.ML_DSA, KeyFacts.OTHER_POST_QUANTUM -> Optional.of(key.algorithm());
            default -> Optional.empty();
        };
    }
}
