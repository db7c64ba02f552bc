package io.quartermaster.store.spi;

/**
 * A change that was made and verified, and can still be taken back: the store already is what it is to be, so that its
 * user can be told to reload it. Then either {@link #commit} or {@link #rollBack}; to close it without either rolls back,
 * and so does {@link ChangingJob#recover} when the process ends before. Until then nobody else may change the store.
 *
 * <p>One thread at a time.
 */
public interface StoreChange extends AutoCloseable {
    /** False when the store already was what was asked for: nothing was written, and nobody need be told. */
    boolean changed();

    /** The alias of the entry that was added or removed, as an inventory now names it; empty for a store just made. */
    String alias();

    /**
     * Makes the change final: what was there before becomes a backup.
     *
     * @throws StoreException when that cannot be recorded; the change is then taken back by {@link #close}
     */
    void commit() throws StoreException;

    /**
     * Puts the store back as it was. Does nothing after {@link #commit}.
     *
     * @throws StoreException when that is impossible, e.g. because somebody else changed the store meanwhile; the
     *     sentence says where the former content is
     */
    void rollBack() throws StoreException;

    /** Rolls back what was not committed. */
    @Override
    void close() throws StoreException;
}
