package io.quartermaster.server.secret;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/**
 * Compares a server's keys with those of the database, and leaves a mark of its newest one there. So the second of two
 * servers with different keys is refused, also while there are no secrets yet, and when both start at once.
 *
 * <p>A server must have the key that secrets are encrypted with now, and every key that stored secrets need; older ones may be
 * gone from its file.
 */
final class CheckKeys {
    /** What is encrypted as a mark. Never changes: the marks of older servers are compared with it. */
    private static final SecretValue KNOWN = new SecretValue("quartermaster key check");

    private static final String WHAT_TO_DO =
            "Copy the key file (secret.keys), or the value of QM_SECRET_KEYS, from a server"
                    + " that works on this database, or from its backup.";

    private static final UUID MARK = new UUID(0, 0);

    private CheckKeys() {}

    /**
     * Before a server without a key file makes one.
     *
     * @throws EncryptionKeysException when the database has been used with keys
     */
    static void refuseWithoutKeys(Handle tx) {
        refuseMissing(SecretRepository.keyIdsInUse(tx));
        List<EncryptedSecret> marks = KeyCheckRepository.all(tx);
        if (!marks.isEmpty()) {
            throw other(marks.getLast().keyId());
        }
    }

    /** @throws EncryptionKeysException when these are not the keys of this database */
    static void run(Handle tx, EncryptionKeys keys, RandomGenerator random) {
        List<EncryptedSecret> marks = KeyCheckRepository.lockAll(tx);
        Set<String> missing = SecretRepository.keyIdsInUse(tx);
        missing.removeAll(keys.ids());
        refuseMissing(missing);
        if (!marks.isEmpty() && keys.withId(marks.getLast().keyId()) == null) {
            throw other(marks.getLast().keyId());
        }
        SecretCipher cipher = new SecretCipher(keys, random);
        for (EncryptedSecret mark : marks) {
            if (keys.withId(mark.keyId()) != null && !isOf(cipher, mark)) {
                throw new EncryptionKeysException(
                        "This server's key " + mark.keyId() + " is another one than the key of"
                                + " that name which this database was used with. " + WHAT_TO_DO);
            }
        }
        if (marks.stream().noneMatch(mark -> mark.keyId().equals(keys.newestId()))) {
            KeyCheckRepository.add(tx, cipher.encrypt(MARK, KNOWN));
        }
    }

    private static boolean isOf(SecretCipher cipher, EncryptedSecret mark) {
        try {
            return cipher.decrypt(MARK, mark).equals(KNOWN);
        } catch (SecretUnreadableException e) {
            return false;
        }
    }

    private static EncryptionKeysException other(String keyId) {
        return new EncryptionKeysException(
                "This database is used with the key " + keyId + ", and this server does not have it. " + WHAT_TO_DO);
    }

    private static void refuseMissing(Set<String> keyIds) {
        if (!keyIds.isEmpty()) {
            throw new EncryptionKeysException(
                    "The database holds secrets that were encrypted with " + String.join(", ", keyIds)
                            + ", and this server does not have such a key. Bring back the key file (qm.secret-keys-file) that belongs"
                            + " to this database.");
        }
    }
}
