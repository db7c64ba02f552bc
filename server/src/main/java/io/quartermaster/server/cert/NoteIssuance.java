package io.quartermaster.server.cert;

import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/**
 * What the authorities know of certificates and their lists show: who asked for one, and that it is revoked. Written in the
 * caller's transaction; the caller audits. Safe for many threads.
 */
@Singleton
public class NoteIssuance {
    /** The certificate stays from now on, also when no store holds it. */
    public void issued(Handle tx, int certificateId, Issuance issuance) {
        tx.createUpdate("""
                        UPDATE certificate
                           SET kept = TRUE, requester_name = :requester, authority_id = :authorityId,
                               authority_name = :authorityName, template_id = :templateId, template_name = :templateName,
                               request_id = :requestId
                         WHERE id = :id
                        """)
                .bind("id", certificateId)
                .bind("requester", issuance.requester())
                .bind("authorityId", issuance.authorityId())
                .bind("authorityName", issuance.authorityName())
                .bind("templateId", issuance.templateId())
                .bind("templateName", issuance.templateName())
                .bind("requestId", issuance.requestId())
                .execute();
    }

    /** The first revocation stays, except that what was on hold may be revoked for good. */
    public void revoked(Handle tx, Collection<Integer> certificateIds, Revocation revocation) {
        tx.createUpdate("""
                        UPDATE certificate
                           SET revoked_at = :at, revocation_reason = :reason, revocation_comment = :comment
                         WHERE id = ANY (:ids)
                           AND (revoked_at IS NULL OR revocation_reason = 6)
                        """)
                .bindArray("ids", Integer.class, certificateIds)
                .bind("at", revocation.at().atOffset(ZoneOffset.UTC))
                .bind("reason", revocation.reason())
                .bind("comment", revocation.comment())
                .execute();
    }

    /** What was on hold is good again; what is revoked for good stays so. */
    public void released(Handle tx, Collection<Integer> certificateIds) {
        tx.createUpdate("""
                        UPDATE certificate
                           SET revoked_at = NULL, revocation_reason = NULL, revocation_comment = NULL
                         WHERE id = ANY (:ids)
                           AND revocation_reason = 6
                        """).bindArray("ids", Integer.class, certificateIds).execute();
    }
}
