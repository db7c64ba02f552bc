package io.quartermaster.server.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Certificates of keys that agents are making. Works in the caller's transaction. Safe for many threads. */
@Singleton
class EnrollmentRepository {
    /**
     * What is known of the certificate of an attempt.
     *
     * @param chain the certificate first; empty as long as an authority is being asked
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Known(byte[] csrDigest, List<byte[]> chain) {
        boolean isFor(byte[] digest) {
            return Arrays.equals(csrDigest, digest);
        }
    }

    Optional<Known> find(Handle tx, long historyId) {
        return tx.createQuery("SELECT csr_digest, chain FROM job_enrollment WHERE history_id = :historyId")
                .bind("historyId", historyId)
                .map((row, context) -> new Known(
                        row.getBytes("csr_digest"),
                        row.getArray("chain") == null
                                ? List.of()
                                : List.of((byte[][]) row.getArray("chain").getArray())))
                .findOne();
    }

    /**
     * Notes that an authority is being asked, unless somebody does so already.
     *
     * @param abandonedBefore one that has been asking since before is thought to be gone
     * @return whether it is the caller who asks
     */
    boolean claim(Handle tx, long historyId, byte[] csrDigest, Instant now, Instant abandonedBefore) {
        return tx.createUpdate("""
                        INSERT INTO job_enrollment (history_id, csr_digest, claimed_at)
                        VALUES (:historyId, :digest, :now)
                            ON CONFLICT (history_id) DO UPDATE SET csr_digest = excluded.csr_digest, claimed_at = :now
                         WHERE job_enrollment.certificate_id IS NULL AND job_enrollment.claimed_at < :abandonedBefore
                        """)
                        .bind("historyId", historyId)
                        .bind("digest", csrDigest)
                        .bind("now", now)
                        .bind("abandonedBefore", abandonedBefore)
                        .execute()
                == 1;
    }

    /** The authority said no: it may be asked again. */
    void release(Handle tx, long historyId) {
        tx.createUpdate("DELETE FROM job_enrollment WHERE history_id = :historyId AND certificate_id IS NULL")
                .bind("historyId", historyId)
                .execute();
    }

    void issued(Handle tx, long historyId, int certificateId, List<byte[]> chain) {
        tx.createUpdate("""
                        UPDATE job_enrollment SET certificate_id = :certificateId, chain = :chain
                         WHERE history_id = :historyId
                        """)
                .bind("certificateId", certificateId)
                .bindArray("chain", byte[].class, chain)
                .bind("historyId", historyId)
                .execute();
    }

    /** Forgets what belongs to attempts. Gives by history id the certificates that were issued. */
    Map<Long, Integer> take(Handle tx, Collection<Long> historyIds) {
        Map<Long, Integer> issued = new HashMap<>();
        tx.createQuery("""
                        DELETE FROM job_enrollment WHERE history_id = ANY (:historyIds)
                        RETURNING history_id, coalesce(certificate_id, 0) AS certificate_id
                        """)
                .bindArray("historyIds", Long.class, List.copyOf(historyIds))
                .map((row, context) -> Map.entry(row.getLong("history_id"), row.getInt("certificate_id")))
                .forEach(row -> {
                    if (row.getValue() > 0) {
                        issued.put(row.getKey(), row.getValue());
                    }
                });
        return issued;
    }
}
