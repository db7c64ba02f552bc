package io.quartermaster.agent.inventory;

import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.KnownInventoryItem;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in a store, told to a server that already holds something: each entry found is new, modified or unchanged, and
 * what the server holds and the store does not is removed. Unchanged entries go without their certificates, so that the
 * hourly inventory of a large bundle costs little.
 *
 * <p>Aliases are compared without case; for a known entry the server's spelling goes back to it, as the C agent does it.
 */
final class InventoryDifference {
    private InventoryDifference() {}

    /** Every alias of both sides, those found first. */
    static List<InventoryItem> between(List<KnownInventoryItem> known, List<InventoryEntry> found) {
        Map<String, KnownInventoryItem> held = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (KnownInventoryItem item : known) {
            String alias = item.alias();
            if (alias != null) {
                held.put(alias, item);
            }
        }
        List<InventoryItem> items = new ArrayList<>();
        for (InventoryEntry entry : found) {
            KnownInventoryItem before = held.remove(entry.alias());
            items.add(before == null ? whole(entry, entry.alias(), InventoryItem.NEW) : compared(before, entry));
        }
        held.forEach((alias, item) ->
                items.add(new InventoryItem(item.privateKeyEntry(), false, InventoryItem.REMOVED, alias, List.of())));
        return items;
    }

    private static InventoryItem compared(KnownInventoryItem before, InventoryEntry entry) {
        String alias = before.alias() == null ? entry.alias() : before.alias();
        boolean same =
                before.privateKeyEntry() == entry.privateKeyEntry() && sameCertificates(before.thumbprints(), entry);
        return same
                ? item(entry, alias, InventoryItem.UNCHANGED, List.of())
                : whole(entry, alias, InventoryItem.MODIFIED);
    }

    private static boolean sameCertificates(@Nullable List<String> thumbprints, InventoryEntry entry) {
        List<EncodedCertificate> certificates = entry.certificates();
        if (thumbprints == null || thumbprints.size() != certificates.size()) {
            return false;
        }
        for (int i = 0; i < certificates.size(); i++) {
            if (!certificates.get(i).thumbprint().equalsIgnoreCase(thumbprints.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static InventoryItem whole(InventoryEntry entry, String alias, int status) {
        return item(
                entry,
                alias,
                status,
                entry.certificates().stream()
                        .map(certificate -> Base64.getEncoder().encodeToString(certificate.der()))
                        .toList());
    }

    private static InventoryItem item(InventoryEntry entry, String alias, int status, List<String> certificates) {
        return new InventoryItem(
                entry.privateKeyEntry(),
                isChain(entry),
                status,
                alias,
                certificates,
                entry.parameters().isEmpty() ? null : entry.parameters());
    }

    private static boolean isChain(InventoryEntry entry) {
        return entry.certificates().size() > 1;
    }
}
