package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What was enrolled, and by whom. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
class EnrollmentRepository {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * How a certificate came to be.
     *
     * @param templateId null for none
     * @param keepKeyUntil null for ever, or where there is no key
     */
    record Origin(
            @Nullable Integer templateId,
            String enrolledBy,
            @Nullable Instant keepKeyUntil) {}

    void add(Handle tx, NewEnrollment enrolled, String actor, Instant now, @Nullable Instant keepKeyUntil) {
        tx.createUpdate("""
                        INSERT INTO enrollment (certificate_id, template_id, authority, kind, key_digest, enrolled_by,
                                                enrolled_at, renewed_from, fields, keep_key_until)
                        VALUES (:certificateId, :templateId, :authority, :kind, :keyDigest, :actor, :now, :renewedFrom,
                                CAST(:fields AS jsonb), :keepKeyUntil)
                            ON CONFLICT (certificate_id) DO NOTHING
                        """)
                .bind("certificateId", enrolled.issued().certificateId())
                .bind("templateId", enrolled.terms().templateId())
                .bind("authority", enrolled.authority())
                .bind("kind", enrolled.kind().name())
                .bind("keyDigest", enrolled.keyDigest())
                .bind("actor", actor)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("renewedFrom", enrolled.renewedFrom())
                .bind("fields", json(enrolled.fields()))
                .bind("keepKeyUntil", keepKeyUntil == null ? null : keepKeyUntil.atOffset(ZoneOffset.UTC))
                .execute();
    }

    Optional<Origin> origin(Handle tx, int certificateId) {
        return tx.createQuery("""
                        SELECT template_id, enrolled_by, keep_key_until
                          FROM enrollment WHERE certificate_id = :certificateId
                        """)
                .bind("certificateId", certificateId)
                .map((row, context) -> new Origin(
                        (Integer) row.getObject("template_id"),
                        row.getString("enrolled_by"),
                        row.getTimestamp("keep_key_until") == null
                                ? null
                                : row.getTimestamp("keep_key_until").toInstant()))
                .findOne();
    }

    /** The template that it was enrolled by, or else the one that the list of certificates shows, if it is still there. */
    Optional<Integer> templateOf(Handle tx, int certificateId) {
        return tx.createQuery("""
                        SELECT t.id
                          FROM certificate c
                          LEFT JOIN enrollment e ON e.certificate_id = c.id
                          JOIN certificate_template t
                            ON t.id = coalesce(e.template_id, c.template_id)
                            OR (coalesce(e.template_id, c.template_id) IS NULL
                                AND lower(t.common_name) = lower(c.template_name))
                         WHERE c.id = :certificateId
                        """)
                .bind("certificateId", certificateId)
                .mapTo(Integer.class)
                .findOne();
    }

    /** The certificate that was issued for a request. */
    Optional<Integer> ofRequest(Handle tx, int requestId) {
        return tx.createQuery("SELECT id FROM certificate WHERE request_id = :requestId")
                .bind("requestId", (long) requestId)
                .mapTo(Integer.class)
                .findFirst();
    }

    /** The authority that issued it here. */
    Optional<String> authorityOf(Handle tx, int certificateId) {
        return tx.createQuery(
                        "SELECT authority_name FROM certificate WHERE id = :certificateId AND authority_name IS NOT NULL")
                .bind("certificateId", certificateId)
                .mapTo(String.class)
                .findOne();
    }

    /** The authorities that issue, by the names that requests have for them. */
    List<String> authorities(Handle tx) {
        return tx.createQuery("""
                        SELECT host_name || '\\' || logical_name
                          FROM certificate_authority
                         WHERE options ->> 'allowedEnrollmentTypes' <> '0'
                         ORDER BY id
                        """).mapTo(String.class).list();
    }

    /** What the list of certificates shows of the template. */
    void noteTemplate(Handle tx, int certificateId, int templateId) {
        tx.createUpdate("UPDATE certificate SET template_id = :templateId WHERE id = :certificateId")
                .bind("certificateId", certificateId)
                .bind("templateId", templateId)
                .execute();
    }

    /** Whether a certificate with this key was enrolled here. */
    boolean isKnown(Handle tx, byte[] keyDigest) {
        return tx.createQuery("SELECT EXISTS (SELECT FROM enrollment WHERE key_digest = :keyDigest)")
                .bind("keyDigest", keyDigest)
                .mapTo(Boolean.class)
                .one();
    }

    /** Keeps a key at least until then: a job is to deploy it. One that is kept longer stays so. */
    void keepKeyAtLeast(Handle tx, int certificateId, Instant until) {
        tx.createUpdate("""
                        UPDATE enrollment SET keep_key_until = :until
                         WHERE certificate_id = :certificateId
                           AND keep_key_until < :until
                        """)
                .bind("certificateId", certificateId)
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Certificates whose keys are kept no longer; locked, and their time is over with that. */
    List<Integer> takeEnded(Handle tx, Instant now, int limit) {
        return tx.createQuery("""
                        UPDATE enrollment SET keep_key_until = NULL
                         WHERE certificate_id IN (
                           SELECT certificate_id FROM enrollment
                            WHERE keep_key_until <= :now
                            ORDER BY keep_key_until
                            LIMIT :limit
                              FOR UPDATE SKIP LOCKED)
                        RETURNING certificate_id
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .mapTo(Integer.class)
                .list();
    }

    /** A certificate without a key here. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record NewCertificate(int id, byte[] der) {}

    /** Certificates without a key here that this server knows since then, by id. */
    List<NewCertificate> recordedSince(Handle tx, Instant since, int afterId, int limit) {
        return tx.createQuery("""
                        SELECT c.id, c.der
                          FROM certificate c
                         WHERE c.imported_at >= :since
                           AND c.id > :afterId
                           AND NOT EXISTS (SELECT FROM certificate_private_key k WHERE k.certificate_id = c.id)
                         ORDER BY c.id
                         LIMIT :limit
                        """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .bind("afterId", afterId)
                .bind("limit", limit)
                .map((row, context) -> new NewCertificate(row.getInt("id"), row.getBytes("der")))
                .list();
    }

    private static String json(Map<String, String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }
}
