package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Tells the server another password of a store. What lies on the machine keeps the one it has: nothing is scheduled. Safe
 * for many threads.
 */
@Singleton
public class SetStorePassword {
    private final Database database;
    private final StoreRepository stores;
    private final StoreSecrets storeSecrets;
    private final AuditLog audit;

    SetStorePassword(Database database, StoreRepository stores, StoreSecrets storeSecrets, AuditLog audit) {
        this.database = database;
        this.stores = stores;
        this.storeSecrets = storeSecrets;
        this.audit = audit;
    }

    /** @throws io.quartermaster.server.error.CommandException NOT_FOUND, NO_PERMISSION; MALFORMED for a mask of nothing */
    void run(Caller caller, UUID storeId, SentValue wanted) {
        database.runInTransaction(tx -> {
            CertificateStore before = stores.lock(tx, List.of(storeId)).stream()
                    .findFirst()
                    .orElseThrow(() -> GetStore.notFound(storeId));
            StorePermission.require(caller, StoreVerb.MODIFY, List.of(before));
            StoreSecrets.NewPassword password = storeSecrets.password(before, wanted, "NewPassword");
            stores.setPassword(tx, storeId, password.id());
            CertificateStore after = stores.find(tx, storeId).orElseThrow();
            storeSecrets.replace(tx, List.of(before), List.of(after), List.of(password.secrets()));
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.CERTIFICATE_STORE,
                            AuditOperation.UPDATED,
                            caller.name(),
                            after.displayName(),
                            storeId.toString(),
                            new AuditMessage()
                                    .before("Password", String.valueOf(before.passwordSecretId()))
                                    .after("Password", String.valueOf(after.passwordSecretId()))));
        });
    }
}
