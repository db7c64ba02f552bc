package io.quartermaster.server.ca;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;

/** How the audit speaks of authorities. */
final class AuthorityAudit {
    private AuthorityAudit() {}

    static AuditEntry entry(AuditOperation operation, String actor, Authority authority, AuditMessage message) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_AUTHORITY, operation, actor, authority.name(), "" + authority.id(), message);
    }

    static AuditMessage after(Authority authority) {
        return new AuditMessage()
                .after("HostName", authority.hostName())
                .after("LogicalName", authority.logicalName())
                .after("AllowedEnrollmentTypes", authority.options().allowedEnrollmentTypes())
                .after("Contact", String.join(", ", authority.options().contacts()));
    }

    static AuditMessage before(Authority authority) {
        return new AuditMessage()
                .before("HostName", authority.hostName())
                .before("LogicalName", authority.logicalName())
                .before("AllowedEnrollmentTypes", authority.options().allowedEnrollmentTypes())
                .before("Contact", String.join(", ", authority.options().contacts()));
    }
}
