package io.quartermaster.store.spi;

/**
 * What opens a store; never printed.
 *
 * @param storePassword empty for a store without a password
 */
public record StoreSecrets(StorePassword storePassword) {
    /** For a store that needs none. */
    public static final StoreSecrets NONE = new StoreSecrets(StorePassword.EMPTY);
}
