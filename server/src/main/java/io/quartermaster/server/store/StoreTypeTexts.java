package io.quartermaster.server.store;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads texts and lists of a store type from a request, each within its limits. */
final class StoreTypeTexts {
    static final int NAME_LENGTH_MAX = 256;
    static final int SHORT_NAME_LENGTH_MAX = 10;

    /** With the prefix and the kind of job behind it, still a capability that an agent can announce. */
    static final int CAPABILITY_LENGTH_MAX = 220;

    /** Of a default, the options, a description. */
    static final int TEXT_LENGTH_MAX = 10_000;

    /** Properties, entry parameters and job properties; of each. */
    static final int COUNT_MAX = 500;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private StoreTypeTexts() {}

    static String name(String field, @Nullable String sent, int lengthMax) {
        if (sent == null || sent.isBlank()) {
            throw malformed(field + " is required.");
        }
        String name = sent.strip();
        if (name.length() > lengthMax) {
            throw malformed(
                    field + " may have at most " + lengthMax + " characters; this one has " + name.length() + ".");
        }
        if (UNPRINTABLE.matcher(name).find()) {
            throw malformed(field + " must not contain control characters.");
        }
        return name;
    }

    static @Nullable String text(String field, @Nullable String sent) {
        if (sent != null && sent.length() > TEXT_LENGTH_MAX) {
            throw malformed(field + " may have at most " + TEXT_LENGTH_MAX + " characters; this one has "
                    + sent.length() + ".");
        }
        return sent;
    }

    /** @param read of one entry and its place, such as {@code Properties[0]} */
    static <S, T> List<T> list(String field, @Nullable List<@Nullable S> sent, BiFunction<S, String, T> read) {
        List<T> all = new ArrayList<>();
        if (sent == null) {
            return all;
        }
        if (sent.size() > COUNT_MAX) {
            throw malformed(
                    field + " may have at most " + COUNT_MAX + " entries; this request has " + sent.size() + ".");
        }
        for (S one : sent) {
            String place = field + "[" + all.size() + "]";
            if (one == null) {
                throw malformed(place + " must not be null.");
            }
            all.add(read.apply(one, place));
        }
        return all;
    }

    /** @throws CommandException MALFORMED when two have one name, in any case */
    static <T> void refuseTwins(String field, List<T> all, Function<T, String> name) {
        Set<String> names = new HashSet<>();
        for (T one : all) {
            if (!names.add(name.apply(one).toLowerCase(Locale.ROOT))) {
                throw malformed(field + " has two entries named " + name.apply(one) + "; case does not matter.");
            }
        }
    }

    static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
