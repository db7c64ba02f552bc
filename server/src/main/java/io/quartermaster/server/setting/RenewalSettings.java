package io.quartermaster.server.setting;

import java.util.List;

/**
 * How renewals go on when something fails, and where the server may look whether a certificate is served.
 *
 * @param retriesMax how often a step that failed is tried again before the renewal counts as failed; 0 to 50
 * @param networksAllowed ranges of addresses that endpoints may have although they are not public
 */
public record RenewalSettings(int retriesMax, List<String> networksAllowed) {
    public static final int RETRIES_LIMIT = 50;

    /** Over about two days; the public internet. */
    public static final RenewalSettings DEFAULT = new RenewalSettings(10, List.of());

    public RenewalSettings {
        networksAllowed = List.copyOf(networksAllowed);
    }
}
