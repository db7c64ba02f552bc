package io.quartermaster.server.secret;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The known text under each key that encrypted here. Safe for many threads. */
final class KeyCheckRepository {
    private KeyCheckRepository() {}

    /** All checks, oldest key first. */
    static List<EncryptedSecret> all(Handle tx) {
        return tx.createQuery("SELECT key_id, nonce, ciphertext FROM secret_key_check ORDER BY added")
                .map((row, context) ->
                        new EncryptedSecret(row.getString("key_id"), row.getBytes("nonce"), row.getBytes("ciphertext")))
                .list();
    }

    /** The same, and no other server adds one before this transaction ends. */
    static List<EncryptedSecret> lockAll(Handle tx) {
        tx.execute("LOCK TABLE secret_key_check IN SHARE ROW EXCLUSIVE MODE");
        return all(tx);
    }

    static void add(Handle tx, EncryptedSecret check) {
        tx.createUpdate("""
                        INSERT INTO secret_key_check (key_id, nonce, ciphertext)
                        VALUES (:keyId, :nonce, :ciphertext)
                        """)
                .bind("keyId", check.keyId())
                .bind("nonce", check.nonce())
                .bind("ciphertext", check.ciphertext())
                .execute();
    }
}
