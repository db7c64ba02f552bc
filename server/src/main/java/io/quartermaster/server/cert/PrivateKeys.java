package io.quartermaster.server.cert;

import io.quartermaster.server.db.Ids;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The private keys that the server keeps, encrypted as all secrets are. A key is there only for what was enrolled or
 * imported with it. Safe for many threads.
 */
@Singleton
public class PrivateKeys {
    private final SecretRepository secrets;
    private final Ids ids;

    public PrivateKeys(SecretRepository secrets, Ids ids) {
        this.secrets = secrets;
        this.ids = ids;
    }

    /**
     * Keeps the key of a certificate, in place of one that is there.
     *
     * @param pkcs8Base64 on one line. That it belongs to the certificate, the caller has made sure
     */
    public void keep(Handle tx, int certificateId, SecretValue pkcs8Base64) {
        UUID secretId = tx.createQuery("""
                        INSERT INTO certificate_private_key (certificate_id, secret_id)
                        VALUES (:certificateId, :secretId)
                            ON CONFLICT (certificate_id) DO UPDATE SET secret_id = certificate_private_key.secret_id
                        RETURNING secret_id
                        """)
                .bind("certificateId", certificateId)
                .bind("secretId", ids.next())
                .mapTo(UUID.class)
                .one();
        secrets.put(tx, Map.of(secretId, pkcs8Base64));
    }

    /** PKCS#8 as base64 on one line; empty where no key is kept. */
    public Optional<SecretValue> find(Handle tx, int certificateId) {
        return tx.createQuery("SELECT secret_id FROM certificate_private_key WHERE certificate_id = :certificateId")
                .bind("certificateId", certificateId)
                .mapTo(UUID.class)
                .findOne()
                .flatMap(secretId ->
                        Optional.ofNullable(secrets.get(tx, List.of(secretId)).get(secretId)));
    }

    /** Forgets the keys of certificates. Gives the ids of those that had one. */
    public List<Integer> forget(Handle tx, Collection<Integer> certificateIds) {
        List<Map.Entry<Integer, UUID>> forgotten = tx.createQuery("""
                        DELETE FROM certificate_private_key WHERE certificate_id = ANY (:ids)
                        RETURNING certificate_id, secret_id
                        """)
                .bindArray("ids", Integer.class, certificateIds)
                .map((row, context) -> Map.entry(row.getInt("certificate_id"), row.getObject("secret_id", UUID.class)))
                .list();
        secrets.delete(tx, forgotten.stream().map(Map.Entry::getValue).toList());
        return forgotten.stream().map(Map.Entry::getKey).sorted().toList();
    }
}
