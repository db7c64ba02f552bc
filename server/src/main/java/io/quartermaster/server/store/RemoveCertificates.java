package io.quartermaster.server.store;

import io.quartermaster.server.cert.CertificateReach;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Permission;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Has entries taken out of stores, by a caller who may see certificates. Safe for many threads. */
@Singleton
public class RemoveCertificates {
    private final Database database;
    private final CertificateReach reach;
    private final ScheduleManagement scheduleManagement;

    RemoveCertificates(Database database, CertificateReach reach, ScheduleManagement scheduleManagement) {
        this.database = database;
        this.reach = reach;
        this.scheduleManagement = scheduleManagement;
    }

    /**
     * @param collectionId for a caller who may see the certificates of that collection only; null for all
     * @return the ids of the jobs, in the order of the removals
     */
    List<UUID> run(Caller caller, List<EntryRemoval> removals, @Nullable Integer collectionId) {
        return database.inTransaction(tx -> {
            reach.require(tx, caller, collectionId, Permission.CERTIFICATES_COLLECTIONS_READ);
            return scheduleManagement.remove(tx, caller, removals);
        });
    }
}
