package io.quartermaster.store.spi;

import java.util.Arrays;

/**
 * A private key as PKCS#8 bytes, which are overwritten when it is closed. Whoever makes one closes it; a store type that
 * is handed one does not. One thread only.
 */
public final class PrivateKeySecret implements AutoCloseable {
    private final byte[] pkcs8;
    private boolean closed;

    /** A copy is kept; the caller overwrites its own. */
    public PrivateKeySecret(byte[] pkcs8) {
        this.pkcs8 = pkcs8.clone();
    }

    /**
     * A copy that the caller overwrites.
     *
     * @throws IllegalStateException when it is closed
     */
    public byte[] pkcs8() {
        if (closed) {
            throw new IllegalStateException("The private key was overwritten.");
        }
        return pkcs8.clone();
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(pkcs8, (byte) 0);
    }

    @Override
    public String toString() {
        return "PrivateKeySecret[hidden]";
    }
}
