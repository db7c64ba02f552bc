package io.quartermaster.server.store;

import io.quartermaster.server.cert.CertificateReach;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Permission;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Has a certificate added to stores, by a caller who may see it. Safe for many threads. */
@Singleton
public class AddCertificates {
    private final Database database;
    private final CertificateReach reach;
    private final ScheduleManagement scheduleManagement;

    AddCertificates(Database database, CertificateReach reach, ScheduleManagement scheduleManagement) {
        this.database = database;
        this.reach = reach;
        this.scheduleManagement = scheduleManagement;
    }

    /**
     * @param collectionId for a caller who may see the certificates of that collection only; null for all
     * @return the ids of the jobs, in the order of the additions
     * @throws io.quartermaster.server.error.CommandException NOT_FOUND for a collection that does not exist, or that the
     *     certificate is not in; as {@link ScheduleManagement#add}
     */
    List<UUID> run(Caller caller, List<StoreAddition> additions, @Nullable Integer collectionId) {
        return database.inTransaction(tx -> {
            reach.require(tx, caller, collectionId, Permission.CERTIFICATES_COLLECTIONS_READ);
            if (collectionId != null && collectionId > 0) {
                // All additions of a request are of one certificate.
                reach.requireOne(
                        tx,
                        caller,
                        collectionId,
                        additions.getFirst().certificateId(),
                        Permission.CERTIFICATES_COLLECTIONS_READ);
            }
            return scheduleManagement.add(tx, caller, additions);
        });
    }
}
