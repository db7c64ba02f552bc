package io.quartermaster.server.cert;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads single certificates. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class KnownCertificateRepository {
    private static final String SELECT = """
            SELECT c.id, c.der, c.thumbprint, c.issued_dn, c.issued_cn, c.issuer_dn, c.serial_number, c.not_before,
                   c.not_after, c.revoked_at,
                   EXISTS (SELECT FROM certificate_private_key k WHERE k.certificate_id = c.id) AS has_private_key
              FROM certificate c
             WHERE\s""";

    List<KnownCertificate> withIds(Handle tx, Collection<Integer> ids) {
        return list(tx.createQuery(SELECT + "c.id = ANY (:ids) ORDER BY c.id").bindArray("ids", Integer.class, ids));
    }

    List<KnownCertificate> withThumbprint(Handle tx, String thumbprint) {
        return list(tx.createQuery(SELECT + "lower(c.thumbprint) = lower(:thumbprint) ORDER BY c.id")
                .bind("thumbprint", thumbprint));
    }

    List<KnownCertificate> withSerialNumber(Handle tx, String serialNumber, String issuerDn) {
        return list(tx.createQuery(SELECT
                        + "lower(c.serial_number) = lower(:serialNumber) AND lower(c.issuer_dn) = lower(:issuerDn)"
                        + " ORDER BY c.id")
                .bind("serialNumber", serialNumber)
                .bind("issuerDn", issuerDn));
    }

    /** Those that are called so, the one that is good for longest first, at most {@code limit}. */
    List<KnownCertificate> withSubject(Handle tx, String issuedDn, int limit) {
        return list(tx.createQuery(SELECT
                        + "lower(c.issued_dn) = lower(:issuedDn) ORDER BY c.not_after DESC, c.id DESC LIMIT :limit")
                .bind("issuedDn", issuedDn)
                .bind("limit", limit));
    }

    private static List<KnownCertificate> list(Query query) {
        return query.map((row, context) -> certificate(row)).list();
    }

    /** Of a row with these columns. */
    static KnownCertificate certificate(ResultSet row) throws SQLException {
        Timestamp revokedAt = row.getTimestamp("revoked_at");
        return new KnownCertificate(
                row.getInt("id"),
                row.getBytes("der"),
                row.getString("thumbprint"),
                row.getString("issued_dn"),
                row.getString("issued_cn"),
                row.getString("issuer_dn"),
                row.getString("serial_number"),
                row.getTimestamp("not_before").toInstant(),
                row.getTimestamp("not_after").toInstant(),
                row.getBoolean("has_private_key"),
                revokedAt == null ? null : revokedAt.toInstant());
    }
}
