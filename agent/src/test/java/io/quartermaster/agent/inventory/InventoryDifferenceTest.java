package io.quartermaster.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.KnownInventoryItem;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoryDifferenceTest {
    private static final EncodedCertificate ONE = new EncodedCertificate(new byte[] {1});
    private static final EncodedCertificate TWO = new EncodedCertificate(new byte[] {2});

    @Test
    void toAServerThatHoldsNothingEverythingIsNew() {
        assertThat(InventoryDifference.between(List.of(), List.of(entry("a", true, ONE, TWO), entry("b", false, TWO))))
                .containsExactly(
                        new InventoryItem(true, true, InventoryItem.NEW, "a", List.of(base64(ONE), base64(TWO))),
                        new InventoryItem(false, false, InventoryItem.NEW, "b", List.of(base64(TWO))));
    }

    @Test
    void whatIsHeldAlreadyGoesWithoutItsCertificatesAndInTheServersSpelling() {
        KnownInventoryItem known =
                new KnownInventoryItem("ALIAS", false, List.of(ONE.thumbprint().toUpperCase(Locale.ROOT)));
        assertThat(InventoryDifference.between(List.of(known), List.of(entry("alias", false, ONE))))
                .containsExactly(new InventoryItem(false, false, InventoryItem.UNCHANGED, "ALIAS", List.of()));
    }

    @Test
    void anotherCertificateALongerChainOrAKeyThatCameIsAModification() {
        List<KnownInventoryItem> known = List.of(
                new KnownInventoryItem("certificate", false, List.of(ONE.thumbprint())),
                new KnownInventoryItem("chain", false, List.of(ONE.thumbprint())),
                new KnownInventoryItem("key", false, List.of(ONE.thumbprint())),
                new KnownInventoryItem("unknown", false, null));
        assertThat(InventoryDifference.between(
                        known,
                        List.of(
                                entry("certificate", false, TWO),
                                entry("chain", false, ONE, TWO),
                                entry("key", true, ONE),
                                entry("unknown", false, ONE))))
                .allMatch(item -> item.itemStatus() == InventoryItem.MODIFIED)
                .extracting(InventoryItem::certificates)
                .containsExactly(
                        List.of(base64(TWO)),
                        List.of(base64(ONE), base64(TWO)),
                        List.of(base64(ONE)),
                        List.of(base64(ONE)));
    }

    @Test
    void whatTheStoreHasNoMoreIsRemoved() {
        KnownInventoryItem known = new KnownInventoryItem("gone", true, List.of(ONE.thumbprint()));
        assertThat(InventoryDifference.between(List.of(known), List.of()))
                .containsExactly(new InventoryItem(true, false, InventoryItem.REMOVED, "gone", List.of()));
    }

    @Test
    void whatIsKnownOfAnEntryBesidesGoesWithItAlsoWhenItsCertificatesDoNot() {
        Map<String, String> parameters = Map.of("KeyAlgorithm", "ML-DSA-65");
        KnownInventoryItem known = new KnownInventoryItem("old", false, List.of(ONE.thumbprint()));
        assertThat(InventoryDifference.between(
                        List.of(known),
                        List.of(
                                new InventoryEntry("old", List.of(ONE), false, parameters),
                                new InventoryEntry("new", List.of(TWO), false, parameters))))
                .containsExactly(
                        new InventoryItem(false, false, InventoryItem.UNCHANGED, "old", List.of(), parameters),
                        new InventoryItem(false, false, InventoryItem.NEW, "new", List.of(base64(TWO)), parameters));
    }

    @Test
    void anInventoryIsSplitInOrderAndNoPartIsLargerThanTheLimit() {
        List<InventoryItem> items = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            items.add(new InventoryItem(false, false, InventoryItem.NEW, "a" + i, List.of("x".repeat(1000))));
        }
        List<List<InventoryItem>> parts = Updates.split(items, 5_000);
        assertThat(parts).allSatisfy(part -> assertThat(part).hasSizeBetween(1, 4));
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(items);
    }

    @Test
    void anItemLargerThanTheLimitIsAPartByItself() {
        InventoryItem large = new InventoryItem(false, false, InventoryItem.NEW, "large", List.of("x".repeat(9_000)));
        InventoryItem small = new InventoryItem(false, false, InventoryItem.UNCHANGED, "small", List.of());
        assertThat(Updates.split(List.of(small, large, small), 5_000))
                .containsExactly(List.of(small), List.of(large), List.of(small));
    }

    @Test
    void anEmptyStoreIsOneEmptyUpdate() {
        assertThat(Updates.split(List.of(), 5_000)).containsExactly(List.of());
    }

    private static InventoryEntry entry(String alias, boolean key, EncodedCertificate... certificates) {
        return new InventoryEntry(alias, List.of(certificates), key);
    }

    private static String base64(EncodedCertificate certificate) {
        return Base64.getEncoder().encodeToString(certificate.der());
    }
}
