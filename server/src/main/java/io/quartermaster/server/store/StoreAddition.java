package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.SecretValue;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that is to be added to a store.
 *
 * @param alias of the entry; empty when none was chosen
 * @param overwrite whether an entry with the same alias may be replaced
 * @param includePrivateKey whether the key goes with it; it must be kept by this server
 * @param entryPassword of the entry inside the store; null for none
 * @param jobFields entry parameters by name, in any case; those that the type calls secret are kept as such
 * @param schedule {@link Schedule.Immediate} or {@link Schedule.ExactlyOnce}
 */
public record StoreAddition(
        UUID storeId,
        int certificateId,
        String alias,
        boolean overwrite,
        boolean includePrivateKey,
        @Nullable SecretValue entryPassword,
        Map<String, String> jobFields,
        Schedule schedule) {
    public StoreAddition {
        jobFields = Map.copyOf(jobFields);
    }

    /** Without the values of parameters, some of which may be secret. */
    @Override
    public String toString() {
        return "StoreAddition[" + certificateId + " to " + storeId + " as " + alias + "]";
    }
}
