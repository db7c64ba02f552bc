package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Makes keys, a bounded number at once: an RSA key keeps a processor busy for seconds, and other requests need some too. Safe
 * for many threads.
 */
@Singleton
class MakeKeys {
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    /** RSA keys above so many bits take ten seconds and more. */
    private static final int LARGE_RSA_BITS = 4096;

    private static final int LARGE_AT_ONCE_MAX = 1;

    /** Clients wait for a minute; what comes after the key needs some of it. */
    private static final int WAIT_SECONDS_MAX = 20;

    private final Semaphore keys =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors() / 2), true);
    private final Semaphore largeKeys = new Semaphore(LARGE_AT_ONCE_MAX, true);

    /** @throws CommandException UNAVAILABLE when too many are being made */
    MadeKey run(KeySpec spec) {
        boolean large = spec.algorithm() == KeySpec.Algorithm.RSA && spec.bits() > LARGE_RSA_BITS;
        if (large) {
            return oneOf(largeKeys, spec);
        }
        return oneOf(keys, spec);
    }

    private static MadeKey oneOf(Semaphore turns, KeySpec spec) {
        try {
            if (!turns.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new CommandException(
                        ErrorKind.UNAVAILABLE,
                        "The server makes as many keys as it can already. Send the request again in a minute.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ErrorKind.UNAVAILABLE, "The server is ending.");
        }
        try {
            return make(spec);
        } finally {
            turns.release();
        }
    }

    private static MadeKey make(KeySpec spec) {
        try {
            return new MadeKey(generator(spec).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key of the kind " + spec.title() + " can be made", e);
        }
    }

    private static KeyPairGenerator generator(KeySpec spec) throws GeneralSecurityException {
        return switch (spec.algorithm()) {
            case RSA -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", PROVIDER);
                generator.initialize(spec.bits());
                yield generator;
            }
            case ECC -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
                generator.initialize(new ECGenParameterSpec("P-" + spec.bits()));
                yield generator;
            }
            case ED25519, ED448, ML_DSA -> KeyPairGenerator.getInstance(spec.title(), PROVIDER);
        };
    }
}
