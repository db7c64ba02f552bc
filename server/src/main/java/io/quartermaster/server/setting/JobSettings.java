package io.quartermaster.server.setting;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How jobs are treated.
 *
 * @param retriesMax how often a failed one-time job is tried again before it counts as failed; 0 = never; 0 to 50
 * @param timeLimit how long an attempt may be silent before it is closed as lost; one minute to 30 days
 * @param historyEnums whether {@code Result} and {@code Status} of the history are written as numbers or names
 * @param undoDays for how many days an unschedule can be undone; as long, the secrets of these jobs are kept; 0 to 90
 * @param weekDays whether the days of a weekly schedule are written as numbers or names
 */
public record JobSettings(int retriesMax, Duration timeLimit, int undoDays, EnumForm historyEnums, EnumForm weekDays)
        implements Supplier<JobSettings> {
    public static final int RETRIES_LIMIT = 50;
    public static final int UNDO_DAYS_LIMIT = 90;
    public static final Duration TIME_LIMIT_MIN = Duration.ofMinutes(1);
    public static final Duration TIME_LIMIT_MAX = Duration.ofDays(30);

    /** Five retries, two hours, a week, numbers: what existing clients read. */
    public static final JobSettings DEFAULT =
            new JobSettings(5, Duration.ofHours(2), 7, EnumForm.NUMBER, EnumForm.NUMBER);

    /** How an enumerated value is written. */
    public enum EnumForm {
        NUMBER,
        NAME
    }

    /** @throws IllegalArgumentException with a sentence that names the setting and its limits */
    public JobSettings {
        if (retriesMax < 0 || retriesMax > RETRIES_LIMIT) {
            throw new IllegalArgumentException(
                    "qm.job.retries-max must be 0 to " + RETRIES_LIMIT + ", not " + retriesMax + ".");
        }
        if (timeLimit.compareTo(TIME_LIMIT_MIN) < 0 || timeLimit.compareTo(TIME_LIMIT_MAX) > 0) {
            throw new IllegalArgumentException("qm.job.time-limit must be " + TIME_LIMIT_MIN + " to " + TIME_LIMIT_MAX
                    + ", not " + timeLimit + ".");
        }
        if (undoDays < 0 || undoDays > UNDO_DAYS_LIMIT) {
            throw new IllegalArgumentException(
                    "qm.job.undo-days must be 0 to " + UNDO_DAYS_LIMIT + ", not " + undoDays + ".");
        }
    }

    /** Itself: settings that nobody changes. */
    @Override
    public JobSettings get() {
        return this;
    }
}
