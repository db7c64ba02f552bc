package io.quartermaster.agent.inventory;

import io.quartermaster.agent.protocol.InventoryItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts an inventory into parts that a server takes; it gathers them until the job is completed. */
public final class Updates {
    /** Bytes of one update, roughly and at most; the setting of the same meaning of other agents is 10 MB too. */
    public static final long BYTES_MAX = 10_000_000;

    /** Member names, braces and the smaller values of one item. */
    private static final int ITEM_OVERHEAD = 120;

    /** Quotes and comma around one certificate. */
    private static final int CERTIFICATE_OVERHEAD = 3;

    /** Quotes, colon and comma around one parameter. */
    private static final int PARAMETER_OVERHEAD = 6;

    private Updates() {}

    /**
     * At least one part, so that an empty store is told as empty: a run without any update would leave the server's
     * inventory as it is. An item larger than the limit is a part by itself.
     */
    static List<List<InventoryItem>> split(List<InventoryItem> items, long bytesMax) {
        List<List<InventoryItem>> parts = new ArrayList<>();
        List<InventoryItem> part = new ArrayList<>();
        long bytes = 0;
        for (InventoryItem item : items) {
            long size = size(item);
            if (bytes + size > bytesMax && !part.isEmpty()) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(item);
            bytes += size;
        }
        parts.add(part);
        return parts;
    }

    private static long size(InventoryItem item) {
        long size =
                ITEM_OVERHEAD + (item.alias() == null ? 0 : 3L * item.alias().length());
        if (item.certificates() != null) {
            for (String certificate : item.certificates()) {
                size += certificate.length() + CERTIFICATE_OVERHEAD;
            }
        }
        if (item.parameters() != null) {
            for (Map.Entry<String, String> parameter : item.parameters().entrySet()) {
                size += PARAMETER_OVERHEAD
                        + 3L
                                * (parameter.getKey().length()
                                        + parameter.getValue().length());
            }
        }
        return size;
    }
}
