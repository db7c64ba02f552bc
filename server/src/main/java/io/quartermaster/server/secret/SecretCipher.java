package io.quartermaster.server.secret;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and decrypts single secrets, with AES-256 in GCM mode. A ciphertext belongs to its row: moved to another one
 * it does not decrypt.
 *
 * <p>Nonces are random, 96 bits. NIST SP 800-38D allows 2^32 of them for one key, far more than there are secrets.
 *
 * <p>Safe for many threads if the random generator is.
 */
@Singleton
public class SecretCipher {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "quartermaster secret 1".getBytes(StandardCharsets.US_ASCII);

    private final EncryptionKeys keys;
    private final RandomGenerator random;

    /** @param random nonces come from it, so it must never repeat itself ({@code SecureRandom}) */
    public SecretCipher(EncryptionKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    EncryptedSecret encrypt(UUID rowId, SecretValue secret) {
        String keyId = keys.newestId();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, keyId, rowId, nonce)
                    .doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return new EncryptedSecret(keyId, nonce, ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret " + rowId + " could not be encrypted", e);
        }
    }

    /**
     * The secret in the clear.
     *
     * @throws SecretUnreadableException when the key is missing, or the row was not written by {@link #encrypt} for this id
     */
    SecretValue decrypt(UUID rowId, EncryptedSecret encrypted) {
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, encrypted.keyId(), rowId, encrypted.nonce())
                    .doFinal(encrypted.ciphertext());
            return new SecretValue(new String(text, StandardCharsets.UTF_8));
        } catch (AEADBadTagException e) {
            throw new SecretUnreadableException(
                    "The secret " + rowId + " was changed in the database, or moved from another row.", e);
        } catch (GeneralSecurityException e) {
            throw new SecretUnreadableException("The secret " + rowId + " could not be decrypted.", e);
        }
    }

    private Cipher cipher(int mode, String keyId, UUID rowId, byte[] nonce) throws GeneralSecurityException {
        SecretKey key = keys.withId(keyId);
        if (key == null) {
            throw new SecretUnreadableException(
                    "The secret " + rowId + " was encrypted with the key " + keyId
                            + ", which this server does not have.",
                    null);
        }
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(PURPOSE.length + 2 * Long.BYTES)
                .put(PURPOSE)
                .putLong(rowId.getMostSignificantBits())
                .putLong(rowId.getLeastSignificantBits())
                .flip());
        return cipher;
    }
}
