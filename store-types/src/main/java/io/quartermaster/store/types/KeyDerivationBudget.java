package io.quartermaster.store.types;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How many rounds of turning passwords into keys one file may cost. The file itself says how many it wants for each of
 * its parts, so without a limit a small file could keep a processor busy for days.
 *
 * <p>One thread only.
 */
public final class KeyDerivationBudget {
    /** Rounds for a whole file, at most; the JDK allows as many for each part. About two seconds of work. */
    public static final int ROUNDS_MAX = 5_000_000;

    private long left = ROUNDS_MAX;

    /**
     * Takes what deriving a key for this algorithm costs.
     *
     * @return false when it costs more than is left, or when the algorithm is none whose cost is known: then nothing may
     *     be derived
     */
    public boolean take(AlgorithmIdentifier algorithm) {
        try {
            return take(rounds(algorithm));
        } catch (IllegalArgumentException | ClassCastException e) {
            return false;
        }
    }

    /** The same for a number of rounds. */
    public boolean take(BigInteger rounds) {
        if (rounds.signum() <= 0 || rounds.bitLength() > 31 || rounds.longValueExact() > left) {
            return false;
        }
        left -= rounds.longValueExact();
        return true;
    }

    private static BigInteger rounds(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            return rounds(AlgorithmIdentifier.getInstance(
                    PBES2Parameters.getInstance(parameters).getKeyDerivationFunc()));
        }
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
            return rounds(PBMAC1Params.getInstance(parameters).getKeyDerivationFunc());
        }
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            return PBKDF2Params.getInstance(parameters).getIterationCount();
        }
        if (algorithm.getAlgorithm().on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
            return PKCS12PBEParams.getInstance(parameters).getIterations();
        }
        throw new IllegalArgumentException("Cost not known.");
    }
}
