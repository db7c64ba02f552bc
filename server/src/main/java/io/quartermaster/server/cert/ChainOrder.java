package io.quartermaster.server.cert;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a file has the issuers of a certificate too, and which stands first. */
enum ChainOrder {
    NONE,
    LEAF_FIRST,
    ROOT_FIRST;

    /**
     * @param order {@code EndEntityFirst} or {@code RootFirst}, in any case; leaf first when there is none
     * @throws io.quartermaster.server.error.CommandException MALFORMED naming both
     */
    static ChainOrder read(@Nullable Boolean includeChain, @Nullable String order) {
        if (includeChain == null || !includeChain) {
            return NONE;
        }
        if (order == null || order.isBlank()) {
            return LEAF_FIRST;
        }
        return switch (order.strip().toLowerCase(Locale.ROOT)) {
            case "endentityfirst" -> LEAF_FIRST;
            case "rootfirst" -> ROOT_FIRST;
            default ->
                throw CertificateText.malformed(
                        "ChainOrder must be EndEntityFirst or RootFirst, not " + CertificateText.quoted(order) + ".");
        };
    }
}
