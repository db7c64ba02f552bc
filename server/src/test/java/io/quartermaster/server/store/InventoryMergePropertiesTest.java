package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.setting.InventorySettings;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever agents report, the inventory is what the rules say. Method: random runs on a real database, with Updates
 * in random pieces, repeated and out of order, and beside them a model of the rules in plain maps.
 */
final class InventoryMergePropertiesTest {
    private static final int RUNS = 12;
    private static final int BELIEVE_REPEATED = 2;
    private static final byte[][] CERTIFICATES = new byte[6][];

    static {
        for (int i = 0; i < CERTIFICATES.length; i++) {
            CERTIFICATES[i] = TestCertificates.der("c" + i, i + 1);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 8);
    }

    private record Entry(String alias, boolean privateKey, List<String> certificates) {}

    /** The rules, as plainly as they can be said. */
    private static final class Model {
        private Map<String, Entry> entries = new TreeMap<>();
        private @Nullable Set<String> held;
        private int timesSaid;

        void conclude(List<List<InventoryItem>> updates, int status) {
            if (status == CompletionStatus.ERROR || updates.isEmpty()) {
                return;
            }
            Map<String, InventoryItem> named = new LinkedHashMap<>();
            for (List<InventoryItem> update : updates) {
                for (InventoryItem item : update) {
                    named.putIfAbsent(fold(item), item);
                }
            }
            Map<String, Entry> next = new TreeMap<>();
            named.forEach((folded, item) -> {
                Entry held = entries.get(folded);
                List<String> sent = names(item);
                switch (item.itemStatus()) {
                    case InventoryItem.REMOVED -> {}
                    case InventoryItem.UNCHANGED -> {
                        if (held != null) {
                            next.put(
                                    folded,
                                    new Entry(
                                            held.alias(),
                                            item.privateKeyEntry(),
                                            held.certificates().isEmpty() ? sent : held.certificates()));
                        } else if (!sent.isEmpty()) {
                            next.put(folded, new Entry(String.valueOf(item.alias()), item.privateKeyEntry(), sent));
                        }
                    }
                    default -> next.put(folded, new Entry(String.valueOf(item.alias()), item.privateKeyEntry(), sent));
                }
            });
            if (next.isEmpty() && !entries.isEmpty()) {
                Set<String> said = new TreeSet<>();
                named.forEach((folded, item) -> {
                    if (item.itemStatus() != InventoryItem.REMOVED) {
                        said.add(folded);
                    }
                });
                timesSaid = said.equals(held) ? timesSaid + 1 : 1;
                held = said;
                if (timesSaid < BELIEVE_REPEATED) {
                    return;
                }
            }
            held = null;
            timesSaid = 0;
            entries = next;
        }

        private static String fold(InventoryItem item) {
            return String.valueOf(item.alias()).toLowerCase(Locale.ROOT);
        }

        private static List<String> names(InventoryItem item) {
            List<String> certificates = item.certificates() == null ? List.of() : item.certificates();
            return certificates.stream()
                    .map(text -> ParsedCertificate.parse(Base64.getDecoder().decode(text))
                            .issuedDn())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theInventoryIsWhatTheRulesSay(long seed) {
        Random random = new Random(seed);
        Model model = new Model();
        try (StoreFixture fixture = new StoreFixture()) {
            fixture.inventorySettings = new InventorySettings(100, 100_000, BELIEVE_REPEATED, 1);
            CertificateStore store = fixture.pem(fixture.agents.approved("edge-01"), "/srv/site.pem", null);
            for (int run = 0; run < RUNS; run++) {
                List<List<InventoryItem>> updates = updates(random);
                int status = List.of(
                                CompletionStatus.SUCCESS,
                                CompletionStatus.WARNING,
                                CompletionStatus.SUCCESS,
                                CompletionStatus.ERROR)
                        .get(random.nextInt(4));
                fixture.inventoryOf(store, status, updates);
                model.conclude(updates, status);
                List<Entry> found = fixture.entries(store).stream()
                        .map(entry -> new Entry(
                                entry.alias(),
                                entry.privateKey(),
                                entry.certificates().stream()
                                        .map(InventoryEntry.HeldCertificate::issuedDn)
                                        .toList()))
                        .toList();
                assertThat(found)
                        .as("seed %d, run %d", seed, run)
                        .containsExactlyInAnyOrderElementsOf(model.entries.values());
            }
        }
    }

    private static List<List<InventoryItem>> updates(Random random) {
        List<List<InventoryItem>> updates = new ArrayList<>();
        int pieces = random.nextInt(4);
        for (int piece = 0; piece < pieces; piece++) {
            List<InventoryItem> items = new ArrayList<>();
            for (int n = random.nextInt(5); n > 0; n--) {
                items.add(item(random));
            }
            updates.add(items);
            if (random.nextInt(3) == 0) {
                updates.add(updates.get(random.nextInt(updates.size())));
            }
        }
        return updates;
    }

    private static InventoryItem item(Random random) {
        String alias = "alias" + random.nextInt(6);
        int status = random.nextInt(5);
        boolean without =
                status == InventoryItem.REMOVED || (status == InventoryItem.UNCHANGED && random.nextInt(4) > 0);
        byte[][] certificates = new byte[without ? 0 : random.nextInt(3)][];
        for (int i = 0; i < certificates.length; i++) {
            certificates[i] = CERTIFICATES[random.nextInt(CERTIFICATES.length)];
        }
        return StoreFixture.item(
                random.nextBoolean() ? alias : alias.toUpperCase(Locale.ROOT),
                status,
                random.nextBoolean(),
                certificates);
    }
}
