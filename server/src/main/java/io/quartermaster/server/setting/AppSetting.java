package io.quartermaster.server.setting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A setting that people may change while the servers run. What {@link Setting} configures at the start wins over it.
 *
 * @param id on the wire and in the database; never given to another setting
 * @param shortName its name on the wire
 * @param displayName its title for people
 * @param type how its values are written
 * @param expected what it may be, as the end of a sentence
 * @param start the same setting in configuration
 * @param reader empty for a text that it cannot be
 * @param writer the text that {@code reader} reads
 */
public record AppSetting<T>(
        int id,
        String shortName,
        String displayName,
        ValueType type,
        String expected,
        Setting<T> start,
        Function<String, Optional<T>> reader,
        Function<T, String> writer) {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int FRACTION_DIGITS = 3;

    /** How values are written; {@link #title} on the wire. */
    public enum ValueType {
        INTEGER("Integer"),
        BOOLEAN("Boolean"),
        STRING("String");

        private final String title;

        ValueType(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** Whole minutes on the wire, where configuration has any duration. */
    static AppSetting<Duration> minutes(
            int id, String shortName, String displayName, Setting<Duration> start, Duration min, Duration max) {
        long minutesMin = Math.max(1, min.toMinutes());
        return new AppSetting<>(
                id,
                shortName,
                displayName,
                ValueType.INTEGER,
                "a whole number of minutes from " + minutesMin + " to " + max.toMinutes(),
                start,
                text -> Setting.wholeNumber(text)
                        .filter(value -> value >= minutesMin && value <= max.toMinutes())
                        .map(Duration::ofMinutes),
                AppSetting::inMinutes);
    }

    static AppSetting<Integer> wholeNumber(int id, String shortName, String displayName, Setting<Integer> start) {
        return new AppSetting<>(
                id,
                shortName,
                displayName,
                ValueType.INTEGER,
                start.expected(),
                start,
                start.reader(),
                String::valueOf);
    }

    static AppSetting<Boolean> yesOrNo(int id, String shortName, String displayName, Setting<Boolean> start) {
        return new AppSetting<>(
                id,
                shortName,
                displayName,
                ValueType.BOOLEAN,
                start.expected(),
                start,
                start.reader(),
                String::valueOf);
    }

    static <T> AppSetting<T> text(
            int id, String shortName, String displayName, Setting<T> start, Function<T, String> writer) {
        return new AppSetting<>(
                id, shortName, displayName, ValueType.STRING, start.expected(), start, start.reader(), writer);
    }

    /** What it does, for people. */
    public String description() {
        return start.meaning();
    }

    /** The value as it is kept and answered; empty for a text that it cannot be. */
    public Optional<String> normal(String text) {
        return reader.apply(text.strip()).map(writer);
    }

    /** What holds where nothing is set. */
    T preset() {
        return start.reader()
                .apply(start.preset())
                .orElseThrow(() -> new IllegalStateException(start.name() + " has an unusable default"));
    }

    /** A configured duration need not be whole minutes. */
    private static String inMinutes(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds())
                .divide(BigDecimal.valueOf(SECONDS_PER_MINUTE), FRACTION_DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
