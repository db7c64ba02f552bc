package io.quartermaster.store.spi;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the person who defined a store set it up, beyond its path: {@code separatePrivateKey}, {@code privateKeyPath} and
 * whatever else its type knows. Names are read without regard to case, since servers and agents of different makers
 * write them differently. Safe for many threads.
 */
public final class StoreProperties {
    public static final StoreProperties NONE = new StoreProperties(Map.of());

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Of two names that differ in case only, the later counts. */
    public StoreProperties(Map<String, String> values) {
        this.values.putAll(values);
    }

    /** A property's value; empty when it was not sent or is blank. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * A property that is true or false, in any case of letters.
     *
     * @param absent its value when it was not sent or is blank
     * @throws StoreException when it is something else; names the property
     */
    public boolean flag(String name, boolean absent) throws StoreException {
        String value = text(name).orElse(Boolean.toString(absent));
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("yes")) {
            return true;
        }
        if (value.equalsIgnoreCase("false") || value.equalsIgnoreCase("no")) {
            return false;
        }
        throw new StoreException("The store's property " + name + " is \"" + value + "\", not true or false.");
    }

    /**
     * A property that is a whole number.
     *
     * @param absent its value when it was not sent or is blank
     * @throws StoreException when it is none, or not within the limits; names the property
     */
    public int number(String name, int absent, int min, int max) throws StoreException {
        String value = text(name).orElse(Integer.toString(absent));
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new StoreException("The store's property " + name + " is \"" + value + "\", not a whole number from "
                + min + " to " + max + ".");
    }

    /** For logs: names only, since a value may be a secret. */
    @Override
    public String toString() {
        return "StoreProperties" + values.keySet();
    }
}
