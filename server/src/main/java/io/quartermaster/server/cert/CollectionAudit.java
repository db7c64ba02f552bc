package io.quartermaster.server.cert;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.security.Caller;

/** Audit entries about certificate collections. */
final class CollectionAudit {
    private CollectionAudit() {}

    static AuditEntry entry(
            AuditOperation operation, Caller caller, CertificateCollection collection, AuditMessage message) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_COLLECTION,
                operation,
                caller.name(),
                collection.name(),
                String.valueOf(collection.id()),
                message);
    }

    static AuditMessage before(AuditMessage message, CertificateCollection collection) {
        return message.before("Name", collection.name())
                .before("Query", collection.query())
                .before("DuplicationField", collection.duplicationField().title())
                .before("Favorite", collection.favorite());
    }

    static AuditMessage after(AuditMessage message, CertificateCollection collection) {
        return message.after("Name", collection.name())
                .after("Query", collection.query())
                .after("DuplicationField", collection.duplicationField().title())
                .after("Favorite", collection.favorite());
    }
}
