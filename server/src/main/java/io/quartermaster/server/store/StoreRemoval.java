package io.quartermaster.server.store;

import io.quartermaster.server.secret.SecretRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes stores away with everything that is theirs. Safe for many threads. */
@Singleton
class StoreRemoval {
    private final StoreRepository stores;
    private final SecretRepository secrets;
    private final InventorySchedules inventorySchedules;

    StoreRemoval(StoreRepository stores, SecretRepository secrets, InventorySchedules inventorySchedules) {
        this.stores = stores;
        this.secrets = secrets;
        this.inventorySchedules = inventorySchedules;
    }

    /** @param locked whom nobody else can change now; permission was checked */
    void remove(Handle tx, String actor, List<CertificateStore> locked, Instant now) {
        List<UUID> ids = locked.stream().map(CertificateStore::id).toList();
        inventorySchedules.removeAllJobs(tx, actor, ids, now.truncatedTo(ChronoUnit.MICROS));
        List<UUID> secretIds = new ArrayList<>();
        for (CertificateStore store : locked) {
            secretIds.addAll(store.secretIds());
        }
        stores.delete(tx, ids);
        secrets.delete(tx, secretIds);
    }
}
