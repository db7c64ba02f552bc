package io.quartermaster.store.spi;

import java.util.Optional;

/** What all jobs that change a store have in common. */
public interface ChangingJob {
    /**
     * Finishes or takes back what an earlier process was doing to the store when it ended. Afterwards the store is what
     * it was before that change or what it is after it, whole, and nothing of the change is left beside it. To be called
     * before each job on the store, and when the agent starts for the stores that it was changing. Does nothing, and
     * touches no file, when there is nothing to do.
     *
     * @return what was done, as a sentence for the log; empty when there was nothing to do
     * @throws StoreException when it cannot be done now; the same call may be made again
     */
    default Optional<String> recover(StoreLocation location) throws StoreException {
        return Optional.empty();
    }
}
