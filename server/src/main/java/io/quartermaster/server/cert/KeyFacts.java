package io.quartermaster.server.cert;

import java.io.IOException;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * What a public key is. No provider is asked, so that keys nobody here can compute with are named all the same.
 *
 * @param algorithm {@code RSA}, {@code ECC}, {@code ML-DSA-65}; the dotted object identifier when it has no name
 * @param type {@code KeyType} on the wire: 0 unknown, 1 RSA, 2 DSA, 3 elliptic curve; from 5 on ours
 * @param size bits: of the modulus, of the field of the curve, of the whole key where it has no such measure; 0 = unknown
 * @param curve the object identifier of the curve, as the wire has it; null for other keys and for a curve that is written out
 */
record KeyFacts(
        String algorithm, int type, int size, @Nullable String curve) {
    static final int UNKNOWN = 0;
    static final int RSA = 1;
    static final int DSA = 2;
    static final int ELLIPTIC_CURVE = 3;
    static final int EDWARDS_CURVE = 5;
    static final int ML_DSA = 6;
    static final int OTHER_POST_QUANTUM = 7;

    private static final Set<ASN1ObjectIdentifier> RSA_KINDS =
            Set.of(PKCSObjectIdentifiers.rsaEncryption, PKCSObjectIdentifiers.id_RSASSA_PSS);

    /** Never fails: a key that cannot be read has a name and no size. */
    static KeyFacts of(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier kind = key.getAlgorithm().getAlgorithm();
        try {
            return known(key, kind);
        } catch (IOException | RuntimeException e) {
            // A decoder fails in many ways on what is no key.
            return new KeyFacts(name(kind), UNKNOWN, 0, null);
        }
    }

    private static KeyFacts known(SubjectPublicKeyInfo key, ASN1ObjectIdentifier kind) throws IOException {
        if (RSA_KINDS.contains(kind)) {
            int size =
                    RSAPublicKey.getInstance(key.parsePublicKey()).getModulus().bitLength();
            return new KeyFacts("RSA", RSA, size, null);
        }
        if (kind.equals(X9ObjectIdentifiers.id_dsa)) {
            int size = DSAParameter.getInstance(key.getAlgorithm().getParameters())
                    .getP()
                    .bitLength();
            return new KeyFacts("DSA", DSA, size, null);
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return onCurve(key.getAlgorithm());
        }
        String name = name(kind);
        int size = key.getPublicKeyData().getBytes().length * Byte.SIZE;
        if (name.startsWith("Ed")) {
            return new KeyFacts(name, EDWARDS_CURVE, size, null);
        }
        if (name.startsWith("ML-DSA")) {
            return new KeyFacts(name, ML_DSA, size, null);
        }
        return new KeyFacts(name, name.startsWith("SLH-DSA") ? OTHER_POST_QUANTUM : UNKNOWN, size, null);
    }

    private static KeyFacts onCurve(AlgorithmIdentifier algorithm) {
        if (algorithm.getParameters() instanceof ASN1ObjectIdentifier curve) {
            X9ECParameters parameters = ECNamedCurveTable.getByOID(curve);
            int size = parameters == null ? 0 : parameters.getCurve().getFieldSize();
            return new KeyFacts("ECC", ELLIPTIC_CURVE, size, curve.getId());
        }
        // A curve that is written out is not built: that would compute with whatever numbers somebody sent.
        return new KeyFacts("ECC", ELLIPTIC_CURVE, 0, null);
    }

    private static String name(ASN1ObjectIdentifier kind) {
        return SignatureNames.of(new AlgorithmIdentifier(kind));
    }
}
