package io.quartermaster.server.enrollment;

import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Signing requests that wait, with their keys. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
class PendingCsrRepository {
    static final FieldSet FIELDS = FieldSet.of("pending signing requests", "p.id")
            .integer("p.id", "Id")
            .text("p.subject", "Subject")
            .date("p.requested_at", "RequestTime")
            .user("p.requested_by", "RequestedBy")
            .build();

    private static final String COLUMNS = "SELECT p.id, p.subject, p.csr, p.requested_at FROM pending_csr p";

    private final SecretRepository secrets;

    PendingCsrRepository(SecretRepository secrets) {
        this.secrets = secrets;
    }

    /** @return the number that it has from now on */
    int add(
            Handle tx,
            String subject,
            byte[] csr,
            byte[] keyDigest,
            UUID secretId,
            SecretValue key,
            @Nullable Integer templateId,
            String actor,
            Instant now) {
        secrets.put(tx, Map.of(secretId, key));
        return tx.createQuery("""
                        INSERT INTO pending_csr (subject, csr, key_digest, secret_id, template_id, requested_by, requested_at)
                        VALUES (:subject, :csr, :keyDigest, :secretId, :templateId, :actor, :now)
                        RETURNING id
                        """)
                .bind("subject", subject)
                .bind("csr", csr)
                .bind("keyDigest", keyDigest)
                .bind("secretId", secretId)
                .bind("templateId", templateId)
                .bind("actor", actor)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .one();
    }

    List<PendingCsr> page(Handle tx, SqlCondition condition, String orderBy, long offset, int limit) {
        return tx.createQuery(
                        COLUMNS + " WHERE " + condition.sql() + " ORDER BY " + orderBy + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map(PendingCsrRepository::row)
                .list();
    }

    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM pending_csr p WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    long countOf(Handle tx, String actor) {
        return tx.createQuery("SELECT count(*) FROM pending_csr WHERE requested_by = :actor")
                .bind("actor", actor)
                .mapTo(Long.class)
                .one();
    }

    Optional<PendingCsr> find(Handle tx, int id) {
        return tx.createQuery(COLUMNS + " WHERE p.id = :id")
                .bind("id", id)
                .map(PendingCsrRepository::row)
                .findOne();
    }

    /** Removes requests with their keys. Gives those that were there. */
    List<PendingCsr> delete(Handle tx, Collection<Integer> ids) {
        List<Map.Entry<PendingCsr, UUID>> deleted = tx.createQuery("""
                        DELETE FROM pending_csr WHERE id = ANY (:ids)
                        RETURNING id, subject, csr, requested_at, secret_id
                        """)
                .bindArray("ids", Integer.class, ids)
                .map((row, context) -> Map.entry(row(row, context), row.getObject("secret_id", UUID.class)))
                .list();
        secrets.delete(tx, deleted.stream().map(Map.Entry::getValue).toList());
        return deleted.stream().map(Map.Entry::getKey).toList();
    }

    /** The key that waits for a certificate of this public key; it waits no longer. Of several, the newest. */
    Optional<SecretValue> take(Handle tx, byte[] keyDigest) {
        List<UUID> ids = tx.createQuery("""
                        DELETE FROM pending_csr WHERE key_digest = :keyDigest RETURNING secret_id
                        """)
                .bind("keyDigest", keyDigest)
                .mapTo(UUID.class)
                .list();
        Map<UUID, SecretValue> keys = secrets.get(tx, ids);
        secrets.delete(tx, ids);
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(keys.get(id)).stream())
                .findFirst();
    }

    /** The digests of all keys that wait. */
    List<byte[]> keyDigests(Handle tx) {
        return tx.createQuery("SELECT DISTINCT key_digest FROM pending_csr")
                .mapTo(byte[].class)
                .list();
    }

    static PendingCsr row(ResultSet row, StatementContext context) throws SQLException {
        return new PendingCsr(
                row.getInt("id"),
                row.getString("subject"),
                row.getBytes("csr"),
                row.getTimestamp("requested_at").toInstant());
    }
}
