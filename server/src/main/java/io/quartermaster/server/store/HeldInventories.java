package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the decisions about held inventories have in common. Of two people at once the second finds nothing held. */
@Singleton
class HeldInventories {
    private final StoreRepository stores;
    private final HeldInventoryRepository held;

    HeldInventories(StoreRepository stores, HeldInventoryRepository held) {
        this.stores = stores;
        this.held = held;
    }

    /**
     * The held inventory of a store that the caller may decide about; the store is locked until the transaction ends.
     *
     * @param historyId the attempt whose inventory the caller has looked at; null for whichever is held
     * @throws CommandException NOT_FOUND, also where nothing is held; NO_PERMISSION; CHANGED_MEANWHILE when another one is
     *     held by now
     */
    HeldInventory lock(Handle tx, Caller caller, UUID storeId, @Nullable Long historyId) {
        List<CertificateStore> locked = stores.lock(tx, List.of(storeId));
        if (locked.isEmpty()) {
            throw new CommandException(ErrorKind.NOT_FOUND, "There is no certificate store " + storeId + ".");
        }
        StorePermission.require(caller, StoreVerb.MODIFY, locked);
        HeldInventory one = held.find(tx, storeId).orElseThrow(() -> HeldInventory.none(storeId));
        if (historyId != null && historyId != one.historyId()) {
            throw new CommandException(
                    ErrorKind.CHANGED_MEANWHILE,
                    "The inventory of attempt " + historyId + " is held no more; that of attempt " + one.historyId()
                            + " is. Look at it, and decide anew.");
        }
        return one;
    }

    /** @param entries what the store holds after the decision */
    static AuditEntry entry(Caller caller, HeldInventory one, AuditOperation operation, int entries) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE,
                operation,
                caller.name(),
                one.clientMachine() + " - " + one.storePath(),
                one.storeId().toString(),
                new AuditMessage()
                        .before("InventoryEntries", one.entries())
                        .after("InventoryEntries", entries)
                        .after("HeldInventory", one.historyId())
                        .after("Found", one.found()));
    }
}
