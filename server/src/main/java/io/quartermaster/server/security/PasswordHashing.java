package io.quartermaster.server.security;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords and checks them. Costly by intent (19 MiB and some hundredths of a second each), so at most half
 * of the machine's processors do it at once, and together they fill at most a quarter of the heap; the others wait.
 *
 * <p>Safe for many threads.
 */
public final class PasswordHashing {
    /** The cost of new hashes: the smallest memory that the OWASP cheat sheet on password storage recommends with t=2. */
    public static final int MEMORY_KIB = 19_456;

    public static final int ITERATIONS = 2;
    public static final int PARALLELISM = 1;
    public static final int SALT_BYTES = 16;
    public static final int HASH_BYTES = 32;

    private static final int HEAP_SHARE = 4;

    /** How long a sign-in waits for its turn before the server says that it is too busy. */
    public static final Duration WAIT_MAX = Duration.ofSeconds(20);

    private final RandomGenerator random;
    private final int memoryKib;
    private final int iterations;
    private final Semaphore turns = new Semaphore(
            atOnceMax(
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.getRuntime().maxMemory()),
            true);

    /** @param random a cryptographic generator, for the salts */
    public PasswordHashing(RandomGenerator random) {
        this(random, MEMORY_KIB, ITERATIONS);
    }

    /** With another cost for new hashes. */
    PasswordHashing(RandomGenerator random, int memoryKib, int iterations) {
        this.random = random;
        this.memoryKib = memoryKib;
        this.iterations = iterations;
    }

    /** How many may be computed at once. */
    static int atOnceMax(int processors, long heapBytes) {
        long fitting = heapBytes / HEAP_SHARE / (MEMORY_KIB * 1024L);
        return (int) Math.max(1, Math.min(processors / 2, fitting));
    }

    public PasswordHash hash(Password password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] output = argon2(password, memoryKib, iterations, PARALLELISM, salt, HASH_BYTES);
        return new PasswordHash(memoryKib, iterations, PARALLELISM, salt, output);
    }

    /** Compares in constant time. Takes as long for a wrong password as for the right one. */
    public boolean matches(Password password, PasswordHash expected) {
        byte[] wanted = expected.hash();
        byte[] given = argon2(
                password,
                expected.memoryKib(),
                expected.iterations(),
                expected.parallelism(),
                expected.salt(),
                wanted.length);
        return MessageDigest.isEqual(wanted, given);
    }

    private byte[] argon2(Password password, int memory, int passes, int lanes, byte[] salt, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] output = new byte[length];
        byte[] secret = password.utf8();
        awaitTurn();
        try {
            generator.generateBytes(secret, output);
        } finally {
            turns.release();
            Arrays.fill(secret, (byte) 0);
        }
        return output;
    }

    private void awaitTurn() {
        try {
            if (turns.tryAcquire(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CommandException(
                ErrorKind.UNAVAILABLE, "The server is busy with other sign-ins; try again in a moment.");
    }
}
