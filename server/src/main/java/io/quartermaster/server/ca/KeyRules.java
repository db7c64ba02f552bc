package io.quartermaster.server.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Which keys are certified. */
final class KeyRules {
    static final int RSA_BITS_MIN = 2_048;

    /** Beyond this, checking a signature takes others too long. */
    static final int RSA_BITS_MAX = 8_192;

    private static final BigInteger RSA_EXPONENT_MIN = BigInteger.valueOf(65_537);

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    /** Those without a choice of parameters. */
    private static final Set<ASN1ObjectIdentifier> OTHERS = Set.of(
            EdECObjectIdentifiers.id_Ed25519,
            EdECObjectIdentifiers.id_Ed448,
            NISTObjectIdentifiers.id_ml_dsa_44,
            NISTObjectIdentifiers.id_ml_dsa_65,
            NISTObjectIdentifiers.id_ml_dsa_87);

    private KeyRules() {}

    /** @throws IssueRefusedException for a key that is not certified */
    static void judge(SubjectPublicKeyInfo key) throws IOException {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            judgeRsa(RSAPublicKey.getInstance(key.parsePublicKey()));
        } else if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            if (!(key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve)
                    || !CURVES.contains(curve)) {
                throw new IssueRefusedException("The key is on another curve than P-256, P-384 and P-521.");
            }
        } else if (!OTHERS.contains(algorithm)) {
            throw new IssueRefusedException("A key of the kind " + algorithm.getId()
                    + " is not certified; expected RSA, an elliptic key, Ed25519, Ed448 or ML-DSA.");
        }
    }

    private static void judgeRsa(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
            throw new IssueRefusedException(
                    "The RSA key has " + bits + " bits; expected " + RSA_BITS_MIN + " to " + RSA_BITS_MAX + ".");
        }
        if (key.getPublicExponent().compareTo(RSA_EXPONENT_MIN) < 0
                || !key.getPublicExponent().testBit(0)) {
            throw new IssueRefusedException("The RSA key has the public exponent " + key.getPublicExponent()
                    + "; expected an odd number from " + RSA_EXPONENT_MIN + " on.");
        }
    }
}
