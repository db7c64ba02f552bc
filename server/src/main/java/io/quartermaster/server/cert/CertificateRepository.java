package io.quartermaster.server.cert;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Certificates, each once however many stores hold it. One that no store holds any more stays until
 * {@link PurgeCertificates} finds it.
 * Every method works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class CertificateRepository {
    /** The number of the lock below; any that nothing else uses. */
    private static final int CERTIFICATES_LOCK = 0x514d_0001;

    private final InstantSource clock;

    public CertificateRepository(InstantSource clock) {
        this.clock = clock;
    }

    /** Until the transaction ends no certificate is removed. Before certificates are looked up to be named. */
    public void hold(Handle tx) {
        tx.createQuery("SELECT pg_advisory_xact_lock_shared(:lock) IS NULL")
                .bind("lock", CERTIFICATES_LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Removes certificates that neither an inventory, nor a running or held one, nor an earlier version of one names. What
     * was issued or imported here, is revoked, or has a private key or metadata stays. Waits for those that are looking
     * certificates up, so that none is removed that is about to be named.
     *
     * @return how many; fewer than {@code limit} when no more are left
     */
    public int deleteUnheld(Handle tx, int limit) {
        tx.createQuery("SELECT pg_advisory_xact_lock(:lock) IS NULL")
                .bind("lock", CERTIFICATES_LOCK)
                .mapTo(Boolean.class)
                .one();
        return tx.createUpdate("""
                        DELETE FROM certificate
                         WHERE id IN (
                           SELECT c.id FROM certificate c
                            WHERE NOT c.kept
                              AND c.revoked_at IS NULL
                              AND NOT EXISTS (SELECT FROM certificate_private_key k WHERE k.certificate_id = c.id)
                              AND NOT EXISTS (SELECT FROM certificate_metadata m WHERE m.certificate_id = c.id)
                              AND NOT EXISTS (SELECT FROM inventory_entry_certificate e WHERE e.certificate_id = c.id)
                              AND NOT EXISTS (SELECT FROM (SELECT unnest(i.certificate_ids) AS id
                                                             FROM inventory_update_item i) running
                                               WHERE running.id = c.id)
                              AND NOT EXISTS (SELECT FROM inventory_change v WHERE v.certificate_ids @> ARRAY[c.id])
                            LIMIT :limit)
                        """).bind("limit", limit).execute();
    }

    /** The ids of those that are known, by digest. */
    public Map<EncodedCertificate, Integer> known(Handle tx, Collection<EncodedCertificate> certificates) {
        if (certificates.isEmpty()) {
            return new HashMap<>();
        }
        Map<String, EncodedCertificate> byDigest = new HashMap<>();
        certificates.forEach(certificate -> byDigest.put(certificate.toString(), certificate));
        Map<EncodedCertificate, Integer> ids = new HashMap<>();
        tx.createQuery("SELECT id, encode(digest, 'hex') AS digest FROM certificate WHERE digest = ANY (:digests)")
                .bindArray(
                        "digests",
                        byte[].class,
                        certificates.stream().map(EncodedCertificate::digest).toList())
                .map((row, context) -> Map.entry(row.getString("digest"), row.getInt("id")))
                .forEach(row -> {
                    EncodedCertificate certificate = byDigest.get(row.getKey());
                    if (certificate != null) {
                        ids.put(certificate, row.getValue());
                    }
                });
        return ids;
    }

    /**
     * Adds certificates, with what was read from them. Those that somebody else added meanwhile are passed over. Rows are
     * written in the order of their digests, so that two agents with the same certificates do not wait for each other in a
     * circle.
     */
    public void add(Handle tx, List<ParsedCertificate> certificates) {
        if (certificates.isEmpty()) {
            return;
        }
        Update statement = tx.createUpdate("""
                WITH added AS (
                  INSERT INTO certificate
                         (thumbprint, digest, der, issued_dn, issuer_dn, serial_number, not_before, not_after,
                          signing_algorithm, imported_at, facts_version,
                          %1$s)
                  SELECT new.thumbprint, new.digest, new.der, new.issued_dn, new.issuer_dn, new.serial_number,
                         CAST(new.not_before AS timestamptz), CAST(new.not_after AS timestamptz), new.signing_algorithm,
                         :now, :factsVersion,
                         %2$s
                    FROM unnest(CAST(:thumbprints AS text[]), CAST(:digests AS bytea[]), CAST(:ders AS bytea[]),
                                CAST(:issuedDns AS text[]), CAST(:issuerDns AS text[]), CAST(:serialNumbers AS text[]),
                                CAST(:notBefores AS text[]), CAST(:notAfters AS text[]), CAST(:algorithms AS text[]),
                                %3$s)
                         AS new (thumbprint, digest, der, issued_dn, issuer_dn, serial_number, not_before, not_after,
                                 signing_algorithm,
                                 %1$s)
                   ORDER BY new.digest
                      ON CONFLICT (digest) DO NOTHING
                  RETURNING id, digest
                )
                INSERT INTO certificate_alt_name (certificate_id, position, type, value)
                SELECT added.id, n.position, n.type, n.value
                  FROM added
                  JOIN unnest(CAST(:altNameOwners AS bytea[]), CAST(:altNamePositions AS smallint[]),
                              CAST(:altNameTypes AS smallint[]), CAST(:altNames AS text[]))
                       AS n (digest, position, type, value) ON n.digest = added.digest
                """.formatted(FactColumns.NAMES, FactColumns.VALUES, FactColumns.ARRAYS))
                .bind("now", clock.instant())
                .bind("factsVersion", CertificateFacts.VERSION)
                .bindArray("thumbprints", String.class, column(certificates, ParsedCertificate::thumbprint))
                .bindArray("digests", byte[].class, column(certificates, ParsedCertificate::digest))
                .bindArray("ders", byte[].class, column(certificates, ParsedCertificate::der))
                .bindArray("issuedDns", String.class, column(certificates, ParsedCertificate::issuedDn))
                .bindArray("issuerDns", String.class, column(certificates, ParsedCertificate::issuerDn))
                .bindArray("serialNumbers", String.class, column(certificates, ParsedCertificate::serialNumber))
                .bindArray(
                        "notBefores",
                        String.class,
                        column(certificates, c -> c.notBefore().toString()))
                .bindArray(
                        "notAfters",
                        String.class,
                        column(certificates, c -> c.notAfter().toString()))
                .bindArray("algorithms", String.class, column(certificates, ParsedCertificate::signingAlgorithm));
        FactColumns.bind(statement, column(certificates, ParsedCertificate::facts));
        FactColumns.bindAltNames(statement, certificates, ParsedCertificate::digest, ParsedCertificate::facts);
        statement.execute();
    }

    /** From now on they stay, also when no store holds them. */
    public void keep(Handle tx, Collection<Integer> ids) {
        tx.createUpdate("UPDATE certificate SET kept = TRUE WHERE id = ANY (:ids) AND NOT kept")
                .bindArray("ids", Integer.class, ids)
                .execute();
    }

    private static <T> List<T> column(List<ParsedCertificate> certificates, Function<ParsedCertificate, T> value) {
        return certificates.stream().map(value).toList();
    }
}
