package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.security.Caller;
import java.util.Optional;

/** How the audit speaks of containers. */
final class ContainerAudit {
    private ContainerAudit() {}

    static AuditEntry created(Caller caller, Container container) {
        return entry(AuditOperation.CREATED, caller, container, after(new AuditMessage(), container));
    }

    /** @param overwritten how many stores got the schedule of the container */
    static AuditEntry updated(Caller caller, Container before, Container after, long overwritten) {
        return entry(
                AuditOperation.UPDATED,
                caller,
                after,
                after(before(before), after).after("SchedulesOverwritten", overwritten));
    }

    /** @param stores how many were in it */
    static AuditEntry deleted(Caller caller, Container container, long stores) {
        return entry(
                AuditOperation.DELETED, caller, container, before(container).before("CertificateStores", stores));
    }

    private static AuditEntry entry(
            AuditOperation operation, Caller caller, Container container, AuditMessage message) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE_CONTAINER,
                operation,
                caller.name(),
                container.name(),
                "" + container.id(),
                message);
    }

    private static AuditMessage before(Container container) {
        return new AuditMessage()
                .before("Name", container.name())
                .before("CertStoreType", container.typeId())
                .before("Schedule", schedule(container));
    }

    private static AuditMessage after(AuditMessage message, Container container) {
        return message.after("Name", container.name())
                .after("CertStoreType", container.typeId())
                .after("Schedule", schedule(container));
    }

    private static String schedule(Container container) {
        return ScheduleInventory.words(Optional.ofNullable(container.schedule()));
    }
}
