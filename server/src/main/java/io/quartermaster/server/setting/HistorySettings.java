package io.quartermaster.server.setting;

import java.util.function.Supplier;

/**
 * How long what has happened is of interest.
 *
 * @param keepDays for how many days at least the history of jobs is kept; whole months are removed; 31 to 3,650
 * @param failuresAgeDays for how many days a failed attempt is counted that nobody has acknowledged; 1 to 3,650
 */
public record HistorySettings(int keepDays, int failuresAgeDays) implements Supplier<HistorySettings> {
    /** What runs, or waits for its retry, is younger in any case. */
    public static final int KEEP_DAYS_MIN = 31;

    public static final int DAYS_MAX = 3_650;

    /** A year, and a week. */
    public static final HistorySettings DEFAULT = new HistorySettings(365, 7);

    /** Itself: settings that nobody changes. */
    @Override
    public HistorySettings get() {
        return this;
    }
}
