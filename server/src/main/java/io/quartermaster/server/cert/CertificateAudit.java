package io.quartermaster.server.cert;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.security.Caller;

/** Audit entries about certificates. */
public final class CertificateAudit {
    private CertificateAudit() {}

    /** @param name the subject, or the thumbprint where that is all that is at hand */
    public static AuditEntry entry(
            AuditOperation operation, Caller caller, String name, int certificateId, AuditMessage message) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE, operation, caller.name(), name, String.valueOf(certificateId), message);
    }
}
