package io.quartermaster.server.store;

import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate store.
 *
 * @param agentId who reads it; null for a store that nobody was assigned to, which has no jobs
 * @param containerName null exactly when {@code containerId} is
 * @param clientMachine the machine it is on; not always the agent's
 * @param approved false only for a store that was discovered and not taken over yet
 * @param passwordSecretId null for a store without a password
 * @param inventory when it is inventoried; null when it is not going to be
 * @param keysOnDevice its agent is approved and can make keys in stores of this type
 */
public record CertificateStore(
        UUID id,
        @Nullable UUID agentId,
        StoreType type,
        @Nullable Integer containerId,
        @Nullable String containerName,
        String clientMachine,
        String storePath,
        boolean approved,
        boolean createIfMissing,
        StoreProperties properties,
        @Nullable UUID passwordSecretId,
        @Nullable PlannedInventory inventory,
        boolean keysOnDevice) {

    /**
     * The inventory job of a store.
     *
     * @param nextRun when it is due; may be in the past
     */
    public record PlannedInventory(UUID jobId, Schedule schedule, Instant nextRun) {}

    /** How people see it: {@code web-7.example.net - /opt/certs/site.pem}. */
    public String displayName() {
        return clientMachine + " - " + storePath;
    }

    /** The ids of all its secrets. */
    List<UUID> secretIds() {
        List<UUID> ids = new ArrayList<>(properties.secretIds());
        if (passwordSecretId != null) {
            ids.add(passwordSecretId);
        }
        return ids;
    }

    /** When it is inventoried; empty for never. */
    Optional<Schedule> schedule() {
        return Optional.ofNullable(inventory).map(PlannedInventory::schedule);
    }

    /** An inventory can be scheduled. */
    boolean canBeInventoried() {
        return approved && agentId != null;
    }

    StorePlace place() {
        return new StorePlace(id, clientMachine, storePath);
    }
}
