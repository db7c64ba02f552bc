package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.security.Caller;

/** How the audit speaks of store types. */
final class StoreTypeAudit {
    private StoreTypeAudit() {}

    static AuditEntry created(Caller caller, StoreType type) {
        return entry(AuditOperation.CREATED, caller, type, after(new AuditMessage(), type));
    }

    static AuditEntry updated(Caller caller, StoreType before, StoreType after) {
        return entry(AuditOperation.UPDATED, caller, after, after(before(before), after));
    }

    static AuditEntry deleted(Caller caller, StoreType type) {
        return entry(AuditOperation.DELETED, caller, type, before(type));
    }

    private static AuditEntry entry(AuditOperation operation, Caller caller, StoreType type, AuditMessage message) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE_TYPE, operation, caller.name(), type.name(), "" + type.id(), message);
    }

    private static AuditMessage before(StoreType type) {
        return new AuditMessage()
                .before("Name", type.name())
                .before("ShortName", type.shortName())
                .before("Capability", type.capability())
                .before("Definition", StoreJson.write(type.definition()));
    }

    private static AuditMessage after(AuditMessage message, StoreType type) {
        return message.after("Name", type.name())
                .after("ShortName", type.shortName())
                .after("Capability", type.capability())
                .after("Definition", StoreJson.write(type.definition()));
    }
}
