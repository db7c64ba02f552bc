package io.quartermaster.server.cert;

import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Finds certificates for people. Every method works in the caller's transaction, on sets. Safe for many threads. */
@Singleton
public class CertificateListRepository {
    private static final String COLUMNS =
            """
            SELECT c.id, c.der, c.thumbprint, c.issued_dn, c.issued_cn, c.issuer_dn, c.serial_number, c.not_before,
                   c.not_after, c.revoked_at, c.imported_at, c.issued_ou, c.issued_email, c.signing_algorithm,
                   c.key_algorithm, c.key_type, c.key_size, c.key_curve, c.key_usage, c.extended_key_usages, c.crl_urls,
                   c.is_ca, c.path_length, c.revocation_reason, c.revocation_comment, c.requester_name, c.request_id,
                   c.authority_id, c.authority_name, c.template_id, c.template_name,
            """ + CertificateFields.STATE + " AS state, " + CertificateFields.HAS_PRIVATE_KEY + " AS has_private_key";

    /**
     * One page of those that match. Ids are found first, along an index if there is one for the order: a row is wide, as
     * it holds the certificate.
     */
    List<CertificateRow> page(Handle tx, SqlCondition condition, String orderBy, int limit, long offset) {
        List<Integer> ids = tx.createQuery("SELECT c.id FROM certificate c WHERE " + condition.sql() + " ORDER BY "
                        + orderBy + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .mapTo(Integer.class)
                .list();
        return find(tx, ids);
    }

    /** How many match; exact. */
    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM certificate c WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    Optional<CertificateRow> find(Handle tx, int id) {
        return find(tx, List.of(id)).stream().findFirst();
    }

    /** The ids of those that match, in their order, at most so many. */
    List<Integer> ids(Handle tx, SqlCondition condition, int limit) {
        return tx.createQuery("SELECT c.id FROM certificate c WHERE " + condition.sql() + " ORDER BY c.id LIMIT :limit")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .mapTo(Integer.class)
                .list();
    }

    /** Locks certificates in the order of their ids. Gives thumbprints by id; unknown ids are left out. */
    Map<Integer, String> lock(Handle tx, Collection<Integer> ids) {
        Map<Integer, String> thumbprints = new LinkedHashMap<>();
        tx.createQuery("SELECT c.id, c.thumbprint FROM certificate c WHERE c.id = ANY (:ids) ORDER BY c.id FOR UPDATE")
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> Map.entry(row.getInt("id"), row.getString("thumbprint")))
                .forEach(row -> thumbprints.put(row.getKey(), row.getValue()));
        return thumbprints;
    }

    /** Those of the certificates that an inventory names, with the number of stores. */
    Map<Integer, Long> heldByStores(Handle tx, Collection<Integer> ids) {
        Map<Integer, Long> stores = new HashMap<>();
        tx.createQuery("""
                        SELECT h.certificate_id, count(DISTINCT e.store_id) AS stores
                          FROM inventory_entry_certificate h JOIN inventory_entry e ON e.id = h.entry_id
                         WHERE h.certificate_id = ANY (:ids)
                         GROUP BY h.certificate_id
                        """)
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> Map.entry(row.getInt("certificate_id"), row.getLong("stores")))
                .forEach(row -> stores.put(row.getKey(), row.getValue()));
        return stores;
    }

    /** The condition on inventories is repeated: one may have come meanwhile. Gives the ids of those that went. */
    List<Integer> delete(Handle tx, Collection<Integer> ids) {
        return tx.createQuery("""
                        DELETE FROM certificate c
                         WHERE c.id = ANY (:ids)
                           AND NOT EXISTS (SELECT FROM inventory_entry_certificate h WHERE h.certificate_id = c.id)
                        RETURNING c.id
                        """)
                .bindArray("ids", Integer.class, ids)
                .mapTo(Integer.class)
                .list();
    }

    private List<CertificateRow> find(Handle tx, List<Integer> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Integer, List<AltName>> altNames = altNames(tx, ids);
        return tx.createQuery(COLUMNS + " FROM certificate c WHERE c.id = ANY (:ids)"
                        + " ORDER BY array_position(CAST(:ids AS integer[]), c.id)")
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> row(row, altNames))
                .list();
    }

    private static Map<Integer, List<AltName>> altNames(Handle tx, List<Integer> ids) {
        Map<Integer, List<AltName>> names = new HashMap<>();
        tx.createQuery("""
                        SELECT n.certificate_id, n.type, n.value
                          FROM certificate_alt_name n
                         WHERE n.certificate_id = ANY (:ids)
                         ORDER BY n.certificate_id, n.position
                        """)
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> Map.entry(
                        row.getInt("certificate_id"), new AltName(row.getInt("type"), row.getString("value"))))
                .forEach(row -> names.computeIfAbsent(row.getKey(), id -> new ArrayList<>())
                        .add(row.getValue()));
        return names;
    }

    private static CertificateRow row(ResultSet row, Map<Integer, List<AltName>> altNames) throws SQLException {
        KnownCertificate certificate = KnownCertificateRepository.certificate(row);
        return new CertificateRow(
                certificate,
                row.getTimestamp("imported_at").toInstant(),
                row.getString("issued_ou"),
                row.getString("issued_email"),
                row.getString("signing_algorithm"),
                row.getString("key_algorithm"),
                row.getInt("key_type"),
                row.getInt("key_size"),
                row.getString("key_curve"),
                row.getObject("key_usage", Integer.class),
                texts(row.getArray("extended_key_usages")),
                texts(row.getArray("crl_urls")),
                altNames.getOrDefault(certificate.id(), List.of()),
                row.getBoolean("is_ca"),
                row.getObject("path_length", Integer.class),
                row.getInt("state"),
                row.getObject("revocation_reason", Integer.class),
                row.getString("revocation_comment"),
                row.getString("requester_name"),
                row.getObject("request_id", Long.class),
                row.getObject("authority_id", Integer.class),
                row.getString("authority_name"),
                row.getObject("template_id", Integer.class),
                row.getString("template_name"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
