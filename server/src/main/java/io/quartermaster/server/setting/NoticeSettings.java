package io.quartermaster.server.setting;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether and whom the server tells of agents that do not call any more.
 *
 * @param enabled whether mail is sent; that an agent is late is known in any case
 * @param recipients addresses with a comma between; may be empty
 * @param lateAfter how long an agent may be silent before it is late; one minute to 30 days
 */
public record NoticeSettings(boolean enabled, String recipients, Duration lateAfter)
        implements Supplier<NoticeSettings> {
    public static final Duration LATE_AFTER_MIN = Duration.ofMinutes(1);
    public static final Duration LATE_AFTER_MAX = Duration.ofDays(30);

    /** No mail; an hour. */
    public static final NoticeSettings DEFAULT = new NoticeSettings(false, "", Duration.ofHours(1));

    /** The single addresses. */
    public List<String> addresses() {
        return Arrays.stream(recipients.split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    /** Itself: settings that nobody changes. */
    @Override
    public NoticeSettings get() {
        return this;
    }
}
