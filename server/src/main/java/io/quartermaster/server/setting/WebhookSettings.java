package io.quartermaster.server.setting;

import java.time.Duration;
import java.util.List;

/**
 * Where events may be sent, and for how long it is tried.
 *
 * @param httpAllowed whether an address may begin with http:// too
 * @param networksAllowed ranges such as {@code 10.1.0.0/16} that may be sent to although they are not public
 * @param ports that an address may have
 * @param webhooksMax 0 to 1,000
 * @param offAfter how long every delivery must have failed before a webhook is switched off; one hour to 365 days
 * @param keep how long deliveries that have ended stay in the log; one hour to 365 days
 */
public record WebhookSettings(
        boolean httpAllowed,
        List<String> networksAllowed,
        List<Integer> ports,
        int webhooksMax,
        Duration offAfter,
        Duration keep) {
    public static final int WEBHOOKS_LIMIT = 1_000;
    public static final Duration TIME_MIN = Duration.ofHours(1);
    public static final Duration TIME_MAX = Duration.ofDays(365);

    public static final WebhookSettings DEFAULT =
            new WebhookSettings(false, List.of(), List.of(443, 8443), 50, Duration.ofDays(3), Duration.ofDays(14));

    public WebhookSettings {
        networksAllowed = List.copyOf(networksAllowed);
        ports = List.copyOf(ports);
    }
}
