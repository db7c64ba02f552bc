package io.quartermaster.store.types.reenrollment;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.PrivateKeySecret;
import io.quartermaster.store.spi.Reenrollment;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.KeyPairs;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A key pair that was just made, with the request to have it certified. Closing it overwrites the private key.
 *
 * <p>The JDK makes it, since it writes ML-DSA keys in the one form that its own keystores read back.
 */
public final class MadeKey implements AutoCloseable {
    private static final int RSA_BITS_USUAL = 3072;
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_MAX = 8192;
    private static final int EC_BITS_USUAL = 256;

    private final byte[] csr;
    private final SubjectPublicKeyInfo publicKey;
    private final PrivateKeySecret secret;

    private MadeKey(byte[] csr, SubjectPublicKeyInfo publicKey, PrivateKeySecret secret) {
        this.csr = csr;
        this.publicKey = publicKey;
        this.secret = secret;
    }

    /**
     * Makes a key and signs a request with it.
     *
     * @throws StoreException when the subject, a name, the type or the size is none that is known
     */
    public static MadeKey make(Reenrollment wanted) throws StoreException {
        X500Name subject = subject(wanted.subject());
        GeneralNames names = AlternativeNames.of(wanted.alternativeNames()).orElse(null);
        if (subject.getRDNs().length == 0 && names == null) {
            throw new StoreException("The certificate is to have neither a subject nor an alternative name.");
        }
        Kind kind = Kind.of(wanted.keyType(), wanted.keySize());
        try {
            KeyPair pair = kind.generate();
            PKCS10CertificationRequestBuilder request =
                    new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic());
            if (names != null) {
                ExtensionsGenerator extensions = new ExtensionsGenerator();
                extensions.addExtension(Extension.subjectAlternativeName, subject.getRDNs().length == 0, names);
                request.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            byte[] csr = request.build(new JcaContentSignerBuilder(kind.signature()).build(pair.getPrivate()))
                    .getEncoded();
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            try {
                return new MadeKey(
                        csr,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
                        new PrivateKeySecret(pkcs8));
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new StoreException("A key of type " + kind.algorithm() + " could not be made on this machine.", e);
        }
    }

    private static X500Name subject(String text) throws StoreException {
        try {
            return new X500Name(text.strip());
        } catch (RuntimeException e) {
            throw new StoreException("The subject \"" + text + "\" is not a distinguished name.", e);
        }
    }

    /** The request as DER. */
    public byte[] csr() {
        return csr.clone();
    }

    /** Valid until this is closed. */
    public PrivateKeySecret secret() {
        return secret;
    }

    /**
     * Refuses a certificate for another key.
     *
     * @throws StoreException when it is one, or no certificate at all
     */
    public void requireCertified(EncodedCertificate certificate) throws StoreException {
        if (!KeyPairs.identity(KeyPairs.publicKey(certificate)).equals(KeyPairs.identity(publicKey))) {
            throw new StoreException("The certificate that the server sent is for another key than the one made here.");
        }
    }

    @Override
    public void close() {
        secret.close();
    }

    /**
     * A kind of key.
     *
     * @param algorithm as the JDK names it
     * @param size bits of RSA keys
     * @param curve of EC keys; empty for others
     * @param signature with which the request is signed
     */
    private record Kind(String algorithm, int size, String curve, String signature) {
        static Kind of(String type, int size) throws StoreException {
            String name = type.strip().toUpperCase(Locale.ROOT);
            return switch (name) {
                case "RSA" -> rsa(size == 0 ? RSA_BITS_USUAL : size);
                case "EC", "ECC", "ECDSA" -> ec(size == 0 ? EC_BITS_USUAL : size);
                case "ED25519", "ED448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87" -> new Kind(name, 0, "", name);
                default ->
                    throw new StoreException("The key type \"" + type
                            + "\" is none of RSA, EC, Ed25519, Ed448, ML-DSA-44, ML-DSA-65, ML-DSA-87.");
            };
        }

        private static Kind rsa(int bits) throws StoreException {
            if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX || bits % 8 != 0) {
                throw new StoreException("An RSA key has " + RSA_BITS_MIN + " to " + RSA_BITS_MAX
                        + " bits, a multiple of 8, not " + bits + ".");
            }
            return new Kind("RSA", bits, "", "SHA256withRSA");
        }

        private static Kind ec(int bits) throws StoreException {
            return switch (bits) {
                case 256 -> new Kind("EC", 0, "secp256r1", "SHA256withECDSA");
                case 384 -> new Kind("EC", 0, "secp384r1", "SHA384withECDSA");
                case 521 -> new Kind("EC", 0, "secp521r1", "SHA512withECDSA");
                default -> throw new StoreException("An EC key has 256, 384 or 521 bits, not " + bits + ".");
            };
        }

        KeyPair generate() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (size > 0) {
                generator.initialize(size);
            } else if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        }
    }
}
