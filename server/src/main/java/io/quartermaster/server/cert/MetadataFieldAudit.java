package io.quartermaster.server.cert;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.security.Caller;

/** Audit entries about metadata fields. */
final class MetadataFieldAudit {
    private MetadataFieldAudit() {}

    static AuditEntry entry(AuditOperation operation, Caller caller, MetadataField field, AuditMessage message) {
        return AuditEntry.done(
                AuditCategory.METADATA_FIELD,
                operation,
                caller.name(),
                field.name(),
                String.valueOf(field.id()),
                message);
    }

    static AuditMessage before(AuditMessage message, MetadataField field) {
        return message.before("Name", field.name())
                .before("DataType", field.type().number())
                .before("Enrollment", field.enrollment())
                .before("Validation", String.valueOf(field.validation()))
                .before("Options", String.valueOf(field.options()));
    }

    static AuditMessage after(AuditMessage message, MetadataField field) {
        return message.after("Name", field.name())
                .after("DataType", field.type().number())
                .after("Enrollment", field.enrollment())
                .after("Validation", String.valueOf(field.validation()))
                .after("Options", String.valueOf(field.options()));
    }
}
