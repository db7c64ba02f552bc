package io.quartermaster.server.secret;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Stored secrets. Every method works in the caller's transaction, on sets. Safe for many threads. */
@Singleton
public class SecretRepository {
    private final SecretCipher cipher;

    public SecretRepository(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** The ids of the keys that secrets in the database are encrypted with. Needs no key: it is asked before there is one. */
    static Set<String> keyIdsInUse(Handle tx) {
        return new TreeSet<>(tx.createQuery("SELECT DISTINCT key_id FROM secret")
                .mapTo(String.class)
                .list());
    }

    /** Stores secrets under new ids, or replaces those that are there, encrypted with the newest key. */
    public void put(Handle tx, Map<UUID, SecretValue> secrets) {
        if (secrets.isEmpty()) {
            return;
        }
        List<UUID> ids = new ArrayList<>(secrets.keySet());
        List<EncryptedSecret> encrypted = new ArrayList<>(ids.size());
        secrets.forEach((id, secret) -> encrypted.add(cipher.encrypt(id, secret)));
        tx.createUpdate("""
                        INSERT INTO secret (id, key_id, nonce, ciphertext)
                        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:keyIds AS text[]), CAST(:nonces AS bytea[]),
                                             CAST(:ciphertexts AS bytea[])) AS new (id, key_id, nonce, ciphertext)
                         ORDER BY id
                            ON CONFLICT (id) DO UPDATE
                           SET key_id = excluded.key_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext
                        """)
                .bindArray("ids", UUID.class, ids)
                .bindArray(
                        "keyIds",
                        String.class,
                        encrypted.stream().map(EncryptedSecret::keyId).toList())
                .bindArray(
                        "nonces",
                        byte[].class,
                        encrypted.stream().map(EncryptedSecret::nonce).toList())
                .bindArray(
                        "ciphertexts",
                        byte[].class,
                        encrypted.stream().map(EncryptedSecret::ciphertext).toList())
                .execute();
    }

    /**
     * Decrypts secrets.
     *
     * @return those that exist; ids that belong to nothing are left out
     * @throws SecretUnreadableException when one cannot be decrypted
     */
    public Map<UUID, SecretValue> get(Handle tx, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, SecretValue> secrets = new HashMap<>();
        tx.createQuery("SELECT id, key_id, nonce, ciphertext FROM secret WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> Map.entry(
                        row.getObject("id", UUID.class),
                        new EncryptedSecret(
                                row.getString("key_id"), row.getBytes("nonce"), row.getBytes("ciphertext"))))
                .forEach(row -> secrets.put(row.getKey(), cipher.decrypt(row.getKey(), row.getValue())));
        return secrets;
    }

    /** Deletes secrets; ids that belong to nothing are passed over. */
    public void delete(Handle tx, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        tx.createUpdate("DELETE FROM secret WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
    }
}
