package io.quartermaster.server.ca;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Signers. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class SignerRepository {
    private static final String SELECT = "SELECT s.id, s.parent_id, s.certificate, s.secret_id FROM signer s ";

    /** The number of the lock below; any that nothing else uses. */
    private static final int FIRST_SIGNER_LOCK = 0x514d_0002;

    boolean any(Handle tx) {
        return tx.createQuery("SELECT EXISTS (SELECT FROM signer)")
                .mapTo(Boolean.class)
                .one();
    }

    /** Of servers that start at once, one goes on; the others wait until its transaction ends. */
    void lockForTheFirst(Handle tx) {
        tx.createQuery("SELECT pg_advisory_xact_lock(:lock) IS NULL")
                .bind("lock", FIRST_SIGNER_LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    Optional<Signer> find(Handle tx, int id) {
        return tx.createQuery(SELECT + "WHERE s.id = :id")
                .bind("id", id)
                .map((row, context) -> signer(row))
                .findOne();
    }

    /** By id. There are few: a root and those that issue. */
    List<Signer> all(Handle tx) {
        return tx.createQuery(SELECT + "ORDER BY s.id")
                .map((row, context) -> signer(row))
                .list();
    }

    /** The root that new issuing authorities are signed by: the newest. */
    Optional<Signer> root(Handle tx) {
        return tx.createQuery(SELECT + "WHERE s.parent_id IS NULL ORDER BY s.id DESC LIMIT 1")
                .map((row, context) -> signer(row))
                .findOne();
    }

    /** The signer and those above it, the root last. */
    List<Signer> chain(Handle tx, int id) {
        List<Signer> chain = new ArrayList<>();
        Optional<Signer> next = find(tx, id);
        while (next.isPresent()) {
            chain.add(next.get());
            Integer parent = next.get().parentId();
            next = parent == null ? Optional.empty() : find(tx, parent);
        }
        return chain;
    }

    /** The next id: it stands in the addresses that are written into certificates, so it is needed before the row is. */
    int nextId(Handle tx) {
        return tx.createQuery("SELECT nextval(pg_get_serial_sequence('signer', 'id'))")
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle tx, Signer signer, byte[] certificate, Instant created) {
        tx.createUpdate("""
                        INSERT INTO signer (id, parent_id, certificate, secret_id, created)
                        VALUES (:id, :parentId, :certificate, :secretId, :created)
                        """)
                .bind("id", signer.id())
                .bind("parentId", signer.parentId())
                .bind("certificate", certificate)
                .bind("secretId", signer.secretId())
                .bind("created", created.atOffset(ZoneOffset.UTC))
                .execute();
        tx.createUpdate("INSERT INTO revocation_list (signer_id, number, stale) VALUES (:id, 0, TRUE)")
                .bind("id", signer.id())
                .execute();
    }

    private static Signer signer(ResultSet row) throws SQLException {
        @Nullable Integer parent = row.getObject("parent_id", Integer.class);
        try {
            return new Signer(
                    row.getInt("id"),
                    parent,
                    new X509CertificateHolder(row.getBytes("certificate")),
                    row.getObject("secret_id", UUID.class));
        } catch (IOException e) {
            throw new IllegalStateException("The certificate of signer " + row.getInt("id") + " cannot be read", e);
        }
    }
}
