package io.quartermaster.server.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * One setting: what it is called, what it may be, what it is when nobody sets it. Safe for many threads.
 *
 * @param name as in configuration, with dots
 * @param preset what holds where nothing is set, as it would be written
 * @param expected what it may be, as the end of a sentence
 * @param meaning what it does, for the documentation
 * @param reader empty for a text that it cannot be
 */
public record Setting<T>(
        String name, String preset, String expected, String meaning, Function<String, Optional<T>> reader) {
    private static final Map<String, Boolean> ANSWERS = Map.of(
            "true", true, "yes", true, "on", true, "1", true, "false", false, "no", false, "off", false, "0", false);
    private static final Pattern NOT_IN_VARIABLES = Pattern.compile("[^A-Za-z0-9]");

    static Setting<Duration> duration(String name, Duration preset, Duration min, Duration max, String meaning) {
        return new Setting<>(
                name,
                written(preset),
                "a duration from " + written(min) + " to " + written(max) + ", such as 90s, 5m, 2h or 1d",
                meaning,
                text -> duration(text).filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0));
    }

    static Setting<Integer> wholeNumber(String name, int preset, int min, int max, String meaning) {
        return new Setting<>(
                name,
                "" + preset,
                "a whole number from " + min + " to " + max,
                meaning,
                text -> wholeNumber(text).filter(value -> value >= min && value <= max));
    }

    static Setting<Boolean> yesOrNo(String name, boolean preset, String meaning) {
        return new Setting<>(
                name,
                "" + preset,
                "true or false",
                meaning,
                text -> Optional.ofNullable(ANSWERS.get(text.toLowerCase(Locale.ROOT))));
    }

    static <E extends Enum<E>> Setting<E> choice(String name, Class<E> type, E preset, String meaning) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Setting<>(
                name,
                preset.name().toLowerCase(Locale.ROOT),
                String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast(),
                meaning,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(one -> one.name().equalsIgnoreCase(text))
                        .findFirst());
    }

    static Setting<String> text(String name, String preset, Pattern form, String expected, String meaning) {
        return new Setting<>(
                name, preset, expected, meaning, text -> Optional.of(text).filter(form.asMatchPredicate()));
    }

    /** The environment variable that sets it. */
    public String variable() {
        return NOT_IN_VARIABLES.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /**
     * What is configured; empty where nothing is.
     *
     * @throws UnusableSettingException for a value that it cannot have
     */
    Optional<T> in(Config config) {
        return config.getOptionalValue(name, String.class)
                .map(text -> reader.apply(text.strip())
                        .orElseThrow(() -> new UnusableSettingException(
                                name + " (" + variable() + ") is '" + text + "'; expected " + expected + ".")));
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.ofNullable(DurationConverter.parseDuration(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Integer> wholeNumber(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** In the largest unit that needs no fraction: 5m, 23h, 30d. */
    private static String written(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % Duration.ofDays(1).toSeconds() == 0) {
            return duration.toDays() + "d";
        }
        if (seconds % Duration.ofHours(1).toSeconds() == 0) {
            return duration.toHours() + "h";
        }
        return seconds % Duration.ofMinutes(1).toSeconds() == 0 ? duration.toMinutes() + "m" : seconds + "s";
    }
}
