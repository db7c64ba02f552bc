package io.quartermaster.server.db;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes the identifiers of new rows: UUID version 7 (RFC 9562), which sort by the time they were made.
 *
 * <p>The first 48 bits are milliseconds since 1970, the next 12 the fraction of the millisecond (RFC 9562 §6.2,
 * method 3), the last 62 are random. Within one process each id is greater than the one before, also when the clock
 * stands still or goes back; then the 12 bits count on.
 *
 * <p>Safe for many threads if the random generator is ({@code SecureRandom} and {@code Random} are).
 */
public final class Ids {
    private static final int FRACTION_BITS = 12;
    private static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;
    private static final long RANDOM_MASK = 0x3fff_ffff_ffff_ffffL;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id, greater than all that this object gave before. */
    public UUID next() {
        return id(random.nextLong());
    }

    /** So many new ids, in ascending order. Their random bits are drawn at once: for 100,000 ids that counts. */
    public List<UUID> next(int count) {
        byte[] bytes = new byte[Math.multiplyExact(count, Long.BYTES)];
        random.nextBytes(bytes);
        ByteBuffer bits = ByteBuffer.wrap(bytes);
        List<UUID> made = new ArrayList<>(count);
        while (bits.hasRemaining()) {
            made.add(id(bits.getLong()));
        }
        return made;
    }

    private UUID id(long randomBits) {
        long now = ticks(clock.instant());
        long ticks = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (ticks >>> FRACTION_BITS) << 16 | VERSION_7 | (ticks & FRACTION_MASK);
        return new UUID(high, VARIANT_RFC | (randomBits & RANDOM_MASK));
    }

    /** Time in units of 1/4096 millisecond since 1970. */
    private static long ticks(Instant instant) {
        long fraction = (instant.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI << FRACTION_BITS) / NANOS_PER_MILLI;
        return instant.toEpochMilli() << FRACTION_BITS | fraction;
    }
}
