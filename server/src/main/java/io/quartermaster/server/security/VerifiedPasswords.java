package io.quartermaster.server.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers which passwords were found right, so that an agent which sends its password with each call costs one
 * Argon2id and then one HMAC per call.
 *
 * <p>Kept is an HMAC, under a key that exists in this process only, of the account, its hash in the file and the
 * password. Whoever reads the memory of the process learns no more than from the requests that pass through it, and an
 * entry is worthless as soon as the account gets another hash. Wrong passwords are not remembered.
 *
 * <p>Safe for many threads.
 */
final class VerifiedPasswords {
    static final Duration KEPT_MIN = Duration.ofHours(9);

    /** Added at random, so that the entries of a whole fleet do not end in the same minute. */
    static final Duration KEPT_EXTRA_MAX = Duration.ofHours(6);

    static final int ENTRIES_MAX = 100_000;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<ByteBuffer, Instant> rightUntil = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, CompletableFuture<Boolean>> beingChecked = new ConcurrentHashMap<>();

    /** @param random a cryptographic generator */
    VerifiedPasswords(InstantSource clock, RandomGenerator random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.clock = clock;
        this.random = random;
    }

    boolean isKnown(String account, Password password, PasswordHash hash) {
        Instant until = rightUntil.get(fingerprint(account, password, hash));
        return until != null && clock.instant().isBefore(until);
    }

    /**
     * Runs the check, once for all who ask for the same at the same time, and remembers a good outcome.
     *
     * @param check may throw; then everyone who waits for it gets the same exception, and nothing is remembered
     */
    boolean verify(String account, Password password, PasswordHash hash, BooleanSupplier check) {
        ByteBuffer fingerprint = fingerprint(account, password, hash);
        var mine = new CompletableFuture<Boolean>();
        var running = beingChecked.putIfAbsent(fingerprint, mine);
        if (running != null) {
            return outcomeOf(running);
        }
        try {
            boolean right = check.getAsBoolean();
            if (right) {
                remember(fingerprint);
            }
            mine.complete(right);
            return right;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            beingChecked.remove(fingerprint, mine);
        }
    }

    private static boolean outcomeOf(CompletableFuture<Boolean> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void remember(ByteBuffer fingerprint) {
        Instant now = clock.instant();
        if (rightUntil.size() >= ENTRIES_MAX) {
            rightUntil.values().removeIf(until -> !now.isBefore(until));
        }
        if (rightUntil.size() >= ENTRIES_MAX) {
            rightUntil.clear();
        }
        rightUntil.put(fingerprint, now.plus(KEPT_MIN).plusSeconds(random.nextLong(KEPT_EXTRA_MAX.toSeconds())));
    }

    private ByteBuffer fingerprint(String account, Password password, PasswordHash hash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : new byte[][] {
                AccountName.key(account).getBytes(StandardCharsets.UTF_8),
                hash.text().getBytes(StandardCharsets.UTF_8),
                password.utf8()
            }) {
                // With its length, so that no two different lists of parts give the same bytes.
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                mac.update(part);
            }
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
