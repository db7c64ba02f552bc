package io.quartermaster.store.spi;

/** The password of a store; empty when it has none. Safe for many threads. */
public final class StorePassword {
    public static final StorePassword EMPTY = new StorePassword("");

    private final String value;

    public StorePassword(String value) {
        this.value = value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** A copy that the caller may overwrite. */
    public char[] toCharArray() {
        return value.toCharArray();
    }

    @Override
    public String toString() {
        return "StorePassword[hidden]";
    }
}
