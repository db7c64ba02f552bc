package io.quartermaster.server.cert;

import java.math.BigInteger;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Refuses files that would have the server compute for hours before their password can be tried. */
final class PfxIterations {
    /** Far more than any tool writes: {@code openssl} writes 2,048, {@code keytool} 10,000, careful people a million. */
    static final int MAX = 5_000_000;

    private PfxIterations() {}

    /** @throws UnreadableFileException above {@link #MAX}, and for ways of encryption that nobody here knows */
    static void check(AlgorithmIdentifier encryption) {
        if (encryption.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            var derivation =
                    PBES2Parameters.getInstance(encryption.getParameters()).getKeyDerivationFunc();
            if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
                // scrypt, for one, takes as much memory as the file says.
                throw new UnreadableFileException("it is encrypted in a way that this server does not read ("
                        + derivation.getAlgorithm().getId() + ")");
            }
            check(PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount());
        } else if (encryption.getParameters() != null) {
            check(PKCS12PBEParams.getInstance(encryption.getParameters()).getIterations());
        }
    }

    static void check(BigInteger iterations) {
        if (iterations.bitLength() >= Integer.SIZE || iterations.intValue() > MAX) {
            throw new UnreadableFileException("it asks for " + iterations + " rounds of computing, more than " + MAX);
        }
    }
}
