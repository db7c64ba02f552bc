package io.quartermaster.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final Comparator<UUID> AS_POSTGRESQL_SORTS = Comparator.comparing(UUID::toString);
    private static final Instant NOW = Instant.parse("2026-11-23T10:20:30.123456Z");

    @Test
    void anIdIsVersion7WithItsTimeInFront() {
        UUID id = new Ids(InstantSource.fixed(NOW), new Random(1)).next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void idsOfTheSameInstantAscend() {
        Ids ids = new Ids(InstantSource.fixed(NOW), new Random(2));
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).isSortedAccordingTo(AS_POSTGRESQL_SORTS).doesNotHaveDuplicates();
    }

    @Test
    void manyIdsMadeAtOnceAscendAndComeAfterThoseBefore() {
        Ids ids = new Ids(InstantSource.fixed(NOW), new Random(7));
        List<UUID> made = new ArrayList<>(List.of(ids.next()));
        made.addAll(ids.next(10_000));
        made.add(ids.next());
        assertThat(made)
                .hasSize(10_002)
                .isSortedAccordingTo(AS_POSTGRESQL_SORTS)
                .doesNotHaveDuplicates();
        assertThat(made).allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(made.stream().map(UUID::getLeastSignificantBits)).doesNotHaveDuplicates();
        assertThat(ids.next(0)).isEmpty();
    }

    @Test
    void idsAscendAlsoWhenTheClockGoesBack() {
        Instant[] now = {NOW};
        Ids ids = new Ids(() -> now[0], new Random(3));
        UUID before = ids.next();
        now[0] = NOW.minusSeconds(3600);
        UUID after = ids.next();
        assertThat(AS_POSTGRESQL_SORTS.compare(before, after)).isNegative();
    }

    @Test
    void aLaterFractionOfAMillisecondSortsLater() {
        UUID first = new Ids(InstantSource.fixed(NOW), new Random(4)).next();
        UUID second = new Ids(InstantSource.fixed(NOW.plusNanos(1_000)), new Random(5)).next();
        assertThat(AS_POSTGRESQL_SORTS.compare(first, second)).isNegative();
    }

    @Test
    void manyThreadsNeverGetTheSameId() throws Exception {
        Ids ids = new Ids(InstantSource.fixed(NOW), new Random(6));
        Set<Long> leading = new HashSet<>();
        List<Future<List<UUID>>> parts = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                parts.add(threads.submit(() -> {
                    List<UUID> part = new ArrayList<>();
                    for (int i = 0; i < 5_000; i++) {
                        part.add(ids.next());
                    }
                    return part;
                }));
            }
        }
        for (Future<List<UUID>> part : parts) {
            part.get().forEach(id -> leading.add(id.getMostSignificantBits()));
        }
        assertThat(leading).as("time and counter alone are different").hasSize(40_000);
    }
}
