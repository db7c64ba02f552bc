package io.quartermaster.server.security;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One permission as a role holds it or an operation asks for it: {@code /agents/management/read/} or, limited to
 * container 5, {@code /certificate_stores/schedule/5/}. Always of a known {@link Permission}; begins and ends with a slash.
 */
public final class PermissionString implements Comparable<PermissionString> {
    /** Longer than every known string with the largest id. */
    public static final int TEXT_LENGTH_MAX = 200;

    private static final Pattern SCOPED = Pattern.compile("(?<base>/.*/)(?<id>[1-9][0-9]{0,9})/");

    private final String text;

    /** For {@link Permission}, whose strings are right by definition, and {@link #parse}, which has checked. */
    PermissionString(String text) {
        this.text = text;
    }

    /**
     * Reads a string as people and programs write it into a role.
     *
     * @throws IllegalArgumentException with a sentence that quotes the text and says what is wrong with it
     */
    public static PermissionString parse(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException("A permission has at most " + TEXT_LENGTH_MAX + " characters.");
        }
        if (!text.startsWith("/") || !text.endsWith("/")) {
            throw new IllegalArgumentException("Permission '" + text + "' must begin and end with a slash.");
        }
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("Permission '" + text + "' must be in lower case.");
        }
        if (Known.BY_TEXT.containsKey(text)) {
            return new PermissionString(text);
        }
        Matcher scoped = SCOPED.matcher(text);
        Permission base = scoped.matches() ? Known.BY_TEXT.get(scoped.group("base")) : null;
        if (base == null) {
            throw new IllegalArgumentException("Permission '" + text + "' is not known.");
        }
        if (base.scope() == Permission.Scope.NONE) {
            throw new IllegalArgumentException(
                    "Permission '" + base.everywhere() + "' cannot be limited to an id, as '" + text + "' tries to.");
        }
        if (Long.parseLong(scoped.group("id")) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Permission '" + text + "' names a "
                    + base.scope().words() + " whose id is above " + Integer.MAX_VALUE + ".");
        }
        return base.within(Integer.parseInt(scoped.group("id")));
    }

    /** Whether whoever holds this one thereby holds the other: every string that begins with this one is part of it. */
    boolean includes(PermissionString other) {
        return other.text.startsWith(text);
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PermissionString that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int compareTo(PermissionString other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    /** In a class of its own, since {@link Permission} needs this class before it is complete itself. */
    private static final class Known {
        static final Map<String, Permission> BY_TEXT = Arrays.stream(Permission.values())
                .collect(toUnmodifiableMap(p -> p.everywhere().text(), p -> p));
    }
}
