package io.quartermaster.server.ca;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What was signed here, and what of it is revoked. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class IssuedRepository {
    private static final int ON_HOLD = 6;

    /**
     * What is known of a serial number.
     *
     * @param revokedAt null = not revoked
     * @param reason as RFC 5280 numbers them; 0 when not revoked
     */
    record Status(
            int signerId, String serialNumber, @Nullable Instant revokedAt, int reason) {
        boolean isOnHold() {
            return revokedAt != null && reason == ON_HOLD;
        }
    }

    void add(Handle tx, int signerId, X509CertificateHolder certificate, int certificateId) {
        tx.createUpdate("""
                        INSERT INTO issued_certificate (signer_id, serial_number, certificate_id, not_after)
                        VALUES (:signerId, :serialNumber, :certificateId, :notAfter)
                        """)
                .bind("signerId", signerId)
                .bind("serialNumber", SerialNumbers.text(certificate.getSerialNumber()))
                .bind("certificateId", certificateId)
                .bind("notAfter", certificate.getNotAfter().toInstant().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** By serial number; those that were not issued are left out. */
    Map<String, Status> statuses(Handle tx, int signerId, Collection<BigInteger> serialNumbers) {
        Map<String, Status> found = new HashMap<>();
        tx.createQuery("""
                        SELECT i.signer_id, i.serial_number, i.revoked_at, i.revocation_reason
                          FROM issued_certificate i
                         WHERE i.signer_id = :signerId AND i.serial_number = ANY (:serialNumbers)
                        """)
                .bind("signerId", signerId)
                .bindArray(
                        "serialNumbers",
                        String.class,
                        serialNumbers.stream().map(SerialNumbers::text).toList())
                .map((row, context) -> status(row))
                .forEach(status -> found.put(status.serialNumber(), status));
        return found;
    }

    /** Until the transaction ends, nobody else revokes it. */
    Optional<Status> lock(Handle tx, int certificateId) {
        return tx.createQuery("""
                        SELECT i.signer_id, i.serial_number, i.revoked_at, i.revocation_reason
                          FROM issued_certificate i
                         WHERE i.certificate_id = :certificateId
                           FOR UPDATE
                        """)
                .bind("certificateId", certificateId)
                .map((row, context) -> status(row))
                .findFirst();
    }

    /** Revokes; the next list of revoked certificates is made anew. */
    void revoke(Handle tx, Status status, Instant at, int reason) {
        tx.createUpdate("""
                        UPDATE issued_certificate SET revoked_at = :at, revocation_reason = :reason
                         WHERE signer_id = :signerId AND serial_number = :serialNumber
                           AND (revoked_at IS NULL OR revocation_reason = :onHold)
                        """)
                .bind("signerId", status.signerId())
                .bind("serialNumber", status.serialNumber())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("reason", reason)
                .bind("onHold", ON_HOLD)
                .execute();
    }

    /** What was on hold is good again. */
    void release(Handle tx, Status status) {
        tx.createUpdate("""
                        UPDATE issued_certificate SET revoked_at = NULL, revocation_reason = NULL
                         WHERE signer_id = :signerId AND serial_number = :serialNumber AND revocation_reason = :onHold
                        """)
                .bind("signerId", status.signerId())
                .bind("serialNumber", status.serialNumber())
                .bind("onHold", ON_HOLD)
                .execute();
    }

    /** Those of the signer that are revoked and had not expired at that time, by serial number. */
    List<Status> revoked(Handle tx, int signerId, Instant unexpiredAt) {
        return tx.createQuery("""
                        SELECT i.signer_id, i.serial_number, i.revoked_at, i.revocation_reason
                          FROM issued_certificate i
                         WHERE i.signer_id = :signerId AND i.revoked_at IS NOT NULL AND i.not_after > :unexpiredAt
                         ORDER BY i.serial_number
                        """)
                .bind("signerId", signerId)
                .bind("unexpiredAt", unexpiredAt.atOffset(ZoneOffset.UTC))
                .map((row, context) -> status(row))
                .list();
    }

    private static Status status(ResultSet row) throws SQLException {
        var revokedAt = row.getTimestamp("revoked_at");
        return new Status(
                row.getInt("signer_id"),
                row.getString("serial_number"),
                revokedAt == null ? null : revokedAt.toInstant(),
                row.getInt("revocation_reason"));
    }
}
