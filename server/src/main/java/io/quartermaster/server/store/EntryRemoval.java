package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import java.util.Map;
import java.util.UUID;

/**
 * An entry that is to be taken out of a store.
 *
 * @param alias of the entry; the thumbprint of its certificate stands for it where no entry has that alias
 * @param jobFields entry parameters by name, in any case
 * @param schedule {@link Schedule.Immediate} or {@link Schedule.ExactlyOnce}
 */
public record EntryRemoval(UUID storeId, String alias, Map<String, String> jobFields, Schedule schedule) {
    public EntryRemoval {
        jobFields = Map.copyOf(jobFields);
    }

    /** Without the values of parameters, some of which may be secret. */
    @Override
    public String toString() {
        return "EntryRemoval[" + alias + " from " + storeId + "]";
    }
}
