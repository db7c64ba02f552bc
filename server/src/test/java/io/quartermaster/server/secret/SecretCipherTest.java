package io.quartermaster.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SecretCipherTest {
    private static final UUID ROW = UUID.fromString("0190b1c5-0000-7000-8000-000000000001");
    private static final UUID OTHER_ROW = UUID.fromString("0190b1c5-0000-7000-8000-000000000002");
    private static final String OLD = "old:" + base64("old old old old old old old old ");
    private static final String NEW = "new:" + base64("new new new new new new new new ");

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII));
    }

    private static SecretCipher cipher(String keys) {
        return new SecretCipher(EncryptionKeys.parse(keys, "keys"), new SecureRandom());
    }

    @Test
    void whatIsEncryptedDecryptsToTheSame() {
        for (String text : new String[] {"", "changeit", "pässwörd \u0000 \uD83D\uDD11", "x".repeat(50_000)}) {
            EncryptedSecret encrypted = cipher(NEW).encrypt(ROW, new SecretValue(text));
            assertThat(cipher(NEW).decrypt(ROW, encrypted).reveal()).isEqualTo(text);
        }
    }

    @Test
    void theSameSecretIsNeverTheSameTwice() {
        EncryptedSecret first = cipher(NEW).encrypt(ROW, new SecretValue("changeit"));
        EncryptedSecret second = cipher(NEW).encrypt(ROW, new SecretValue("changeit"));
        assertThat(first.ciphertext()).isNotEqualTo(second.ciphertext());
        assertThat(first.nonce()).isNotEqualTo(second.nonce()).hasSize(12);
    }

    @Test
    void aSecretMovedToAnotherRowDoesNotDecrypt() {
        EncryptedSecret encrypted = cipher(NEW).encrypt(ROW, new SecretValue("changeit"));
        assertThatThrownBy(() -> cipher(NEW).decrypt(OTHER_ROW, encrypted))
                .isInstanceOf(SecretUnreadableException.class)
                .hasMessage("The secret " + OTHER_ROW + " was changed in the database, or moved from another row.");
    }

    @Test
    void eachChangedBitIsNoticed() {
        EncryptedSecret encrypted = cipher(NEW).encrypt(ROW, new SecretValue("pw"));
        for (int bit = 0; bit < encrypted.ciphertext().length * 8; bit++) {
            byte[] changed = encrypted.ciphertext().clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            EncryptedSecret forged = new EncryptedSecret(encrypted.keyId(), encrypted.nonce(), changed);
            assertThatThrownBy(() -> cipher(NEW).decrypt(ROW, forged)).isInstanceOf(SecretUnreadableException.class);
        }
    }

    @Test
    void afterANewKeyWasAddedItEncryptsAndTheOldOneStillDecrypts() {
        EncryptedSecret before = cipher(OLD).encrypt(ROW, new SecretValue("changeit"));
        SecretCipher rotated = cipher(OLD + "\n" + NEW);
        assertThat(rotated.decrypt(ROW, before).reveal()).isEqualTo("changeit");
        assertThat(rotated.encrypt(ROW, new SecretValue("changeit")).keyId()).isEqualTo("new");
    }

    @Test
    void aMissingKeyIsNamed() {
        EncryptedSecret encrypted = cipher(OLD).encrypt(ROW, new SecretValue("changeit"));
        assertThatThrownBy(() -> cipher(NEW).decrypt(ROW, encrypted))
                .isInstanceOf(SecretUnreadableException.class)
                .hasMessage("The secret " + ROW + " was encrypted with the key old, which this server does not have.");
    }
}
