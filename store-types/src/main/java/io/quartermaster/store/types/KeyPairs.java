package io.quartermaster.store.types;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.DSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.jspecify.annotations.Nullable;

/** Which private key belongs to which certificate, and what kind they are of. */
public final class KeyPairs {
    private static final Map<ASN1ObjectIdentifier, String> NAMES = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.rsaEncryption, "RSA"),
            Map.entry(PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS"),
            Map.entry(X9ObjectIdentifiers.id_ecPublicKey, "EC"),
            Map.entry(X9ObjectIdentifiers.id_dsa, "DSA"),
            Map.entry(EdECObjectIdentifiers.id_Ed25519, "Ed25519"),
            Map.entry(EdECObjectIdentifiers.id_Ed448, "Ed448"),
            Map.entry(NISTObjectIdentifiers.id_ml_dsa_44, "ML-DSA-44"),
            Map.entry(NISTObjectIdentifiers.id_ml_dsa_65, "ML-DSA-65"),
            Map.entry(NISTObjectIdentifiers.id_ml_dsa_87, "ML-DSA-87"));

    private KeyPairs() {}

    /** The algorithm of a certificate's key, e.g. {@code ML-DSA-65}; its object identifier when it has no name here. */
    public static String algorithm(EncodedCertificate certificate) {
        try {
            ASN1ObjectIdentifier algorithm = Certificate.getInstance(certificate.der())
                    .getSubjectPublicKeyInfo()
                    .getAlgorithm()
                    .getAlgorithm();
            return NAMES.getOrDefault(algorithm, algorithm.getId());
        } catch (RuntimeException e) {
            // Readers that take certificates from the JDK have not looked at them with this library before.
            return "unknown";
        }
    }

    /**
     * The public key of a certificate that comes from outside.
     *
     * @throws StoreException when it is no certificate
     */
    public static SubjectPublicKeyInfo publicKey(EncodedCertificate certificate) throws StoreException {
        try {
            return Certificate.getInstance(certificate.der()).getSubjectPublicKeyInfo();
        } catch (RuntimeException e) {
            throw new StoreException("What is to be added is not an X.509 certificate.", e);
        }
    }

    /**
     * Whether a key belongs to a certificate.
     *
     * @return true as well when that cannot be found out, the algorithm being unknown
     */
    public static boolean fit(PrivateKeyInfo key, SubjectPublicKeyInfo certified) {
        try {
            SubjectPublicKeyInfo half = publicHalf(key).orElse(null);
            return half == null || identity(half).equals(identity(certified));
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    /** The public half of a private key; empty for an algorithm that is not known. */
    public static Optional<SubjectPublicKeyInfo> publicHalf(PrivateKeyInfo key) throws IOException {
        return publicHalf(PrivateKeyFactory.createKey(key));
    }

    /** Equal for two spellings of the same key: compressed or not, its curve named or written out. */
    public static ByteBuffer identity(SubjectPublicKeyInfo key) {
        SubjectPublicKeyInfo canonical = key;
        try {
            canonical = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(PublicKeyFactory.createKey(key));
        } catch (IOException | RuntimeException e) {
            // An algorithm that is not known: then the bytes as they are.
        }
        return ByteBuffer.wrap(canonical.getPublicKeyData().getBytes());
    }

    private static Optional<SubjectPublicKeyInfo> publicHalf(AsymmetricKeyParameter key) throws IOException {
        @Nullable
        AsymmetricKeyParameter half = switch (key) {
            case RSAPrivateCrtKeyParameters rsa ->
                new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
            case ECPrivateKeyParameters ec ->
                new ECPublicKeyParameters(
                        ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters());
            case DSAPrivateKeyParameters dsa ->
                new DSAPublicKeyParameters(
                        dsa.getParameters()
                                .getG()
                                .modPow(dsa.getX(), dsa.getParameters().getP()),
                        dsa.getParameters());
            case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
            case Ed448PrivateKeyParameters ed -> ed.generatePublicKey();
            case MLDSAPrivateKeyParameters ml -> ml.getPublicKeyParameters();
            case SLHDSAPrivateKeyParameters slh ->
                new SLHDSAPublicKeyParameters(slh.getParameters(), slh.getEncodedPublicKey());
            default -> null;
        };
        return half == null
                ? Optional.empty()
                : Optional.of(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(half));
    }
}
