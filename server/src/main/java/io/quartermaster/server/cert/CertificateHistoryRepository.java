package io.quartermaster.server.cert;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditOperation;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What was done with certificates, as the audit has it. Safe for many threads. */
@Singleton
public class CertificateHistoryRepository {
    private static final Map<Integer, String> ACTIONS = Arrays.stream(AuditOperation.values())
            .collect(Collectors.toUnmodifiableMap(AuditOperation::number, CertificateHistoryRepository::title));

    private static final String ENTRIES =
            " FROM audit_entry h WHERE h.immutable_identifier = :id AND h.category = :category";

    List<CertificateEvent> page(Handle tx, int certificateId, String orderBy, int limit, long offset) {
        return tx.createQuery("SELECT h.id, h.at, h.operation, h.actor, h.message" + ENTRIES + " ORDER BY " + orderBy
                        + " LIMIT :limit OFFSET :offset")
                .bind("id", String.valueOf(certificateId))
                .bind("category", AuditCategory.CERTIFICATE.number())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> new CertificateEvent(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor"),
                        ACTIONS.getOrDefault(row.getInt("operation"), String.valueOf(row.getInt("operation"))),
                        row.getString("message")))
                .list();
    }

    long count(Handle tx, int certificateId) {
        return tx.createQuery("SELECT count(*)" + ENTRIES)
                .bind("id", String.valueOf(certificateId))
                .bind("category", AuditCategory.CERTIFICATE.number())
                .mapTo(Long.class)
                .one();
    }

    /** {@code DELETED_PRIVATE_KEY} is "Deleted private key". */
    private static String title(AuditOperation operation) {
        String words = operation.name().replace('_', ' ');
        return words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
    }
}
