package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreException;
import java.util.List;

/**
 * What the files of a store are to become.
 *
 * @param alias see {@link io.quartermaster.store.spi.StoreChange#alias}
 * @param files those that change; empty when the store already is what it is to be
 * @param check looks at what was written
 */
public record Edited(String alias, List<Next> files, Check check) {
    public Edited {
        files = List.copyOf(files);
    }

    /** The store already is what it is to be. */
    public static Edited nothing(String alias) {
        return new Edited(alias, List.of(), written -> {});
    }

    /**
     * The content that a file is to have.
     *
     * @param index of the file in {@link StoreContent}
     * @param content overwritten once it is written
     * @param secret whether it holds a private key, so that a file that was not there is for its owner only
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Next(int index, byte[] content, boolean secret) {
        @Override
        public String toString() {
            return "Next[" + index + "]";
        }
    }

    /** Reads what was written, with the parser that reads the store in an inventory. */
    @FunctionalInterface
    public interface Check {
        /**
         * Compares it with what it should be.
         *
         * @throws StoreException when it differs
         */
        void verify(StoreContent written) throws StoreException;
    }
}
