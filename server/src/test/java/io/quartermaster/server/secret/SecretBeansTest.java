package io.quartermaster.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretBeansTest {
    private static final String GIVEN = "given:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final UUID ID = UUID.fromString("0190b1c5-0000-7000-8000-00000000000a");

    @TempDir
    Path folder;

    private Path path = Path.of("secret.keys");
    private final TestDatabase test = TestDatabase.fresh();

    @BeforeEach
    void place() {
        path = folder.resolve("secret.keys");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private EncryptionKeys keys(Optional<String> given) {
        return new SecretBeans().keys(given, path, new SecureRandom(), test.database());
    }

    private void storeSecret(EncryptionKeys keys) {
        SecretRepository secrets = new SecretRepository(new SecretCipher(keys, new SecureRandom()));
        test.database().runInTransaction(tx -> secrets.put(tx, Map.of(ID, new SecretValue("changeit"))));
    }

    @Test
    void aFileIsMadeForADatabaseWithoutSecretsAndReadAtTheNextStart() {
        EncryptionKeys made = keys(Optional.empty());
        storeSecret(made);
        assertThat(keys(Optional.empty()).ids()).isEqualTo(made.ids());
    }

    @Test
    void withoutItsFileADatabaseWithSecretsIsRefusedAndNoFileIsMade() {
        storeSecret(EncryptionKeys.parse(GIVEN, "the test"));
        assertThatThrownBy(() -> keys(Optional.empty()))
                .isInstanceOf(EncryptionKeysException.class)
                .hasMessageStartingWith(
                        "The database holds secrets that were encrypted with given, and this server does not"
                                + " have such a key.");
        assertThat(path).doesNotExist();
    }

    @Test
    void anotherFileThanTheDatabasesIsRefusedAndStaysAsItIs() throws Exception {
        keys(Optional.empty());
        String other = Files.readString(path);
        storeSecret(EncryptionKeys.parse(GIVEN, "the test"));
        assertThatThrownBy(() -> keys(Optional.empty())).hasMessageContaining("encrypted with given");
        assertThat(path).hasContent(other);
    }

    @Test
    void givenKeysNeedNoFile() {
        storeSecret(EncryptionKeys.parse(GIVEN, "the test"));
        assertThat(keys(Optional.of(GIVEN)).ids()).containsExactly("given");
        assertThat(path).doesNotExist();
    }

    private static String key(String id, int content) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) content;
        return id + ":" + Base64.getEncoder().encodeToString(bytes);
    }

    private void assertOtherKey(String id, ThrowingCallable start) {
        assertThatThrownBy(start)
                .isInstanceOf(EncryptionKeysException.class)
                .hasMessage(
                        "This database is used with the key " + id + ", and this server does not have it. Copy the key"
                                + " file (secret.keys), or the value of QM_SECRET_KEYS, from a server that works on this database,"
                                + " or from its backup.");
    }

    @Test
    void aSecondServerWithOtherKeysIsRefusedAlsoWhileThereAreNoSecrets() {
        assertThat(keys(Optional.of(key("k1", 1))).ids()).containsExactly("k1");
        assertOtherKey("k1", () -> keys(Optional.of(key("k2", 2))));
        assertOtherKey("k1", () -> keys(Optional.empty()));
        assertThat(path).as("no file is made for a database in use").doesNotExist();
        assertThat(keys(Optional.of(key("k1", 1))).ids()).containsExactly("k1");
    }

    @Test
    void anotherKeyOfTheSameNameIsRefused() {
        keys(Optional.of(key("k1", 1)));
        assertThatThrownBy(() -> keys(Optional.of(key("k1", 2) + "," + key("k2", 3))))
                .isInstanceOf(EncryptionKeysException.class)
                .hasMessageStartingWith(
                        "This server's key k1 is another one than the key of that name which this database"
                                + " was used with. Copy the key file");
        assertThat(keys(Optional.of(key("k1", 1))).ids()).containsExactly("k1");
    }

    @Test
    void aKeyIsAddedAndTheOldOneDroppedWhenNoSecretNeedsItAndFromThenOnTheNewOneIsNeeded() {
        keys(Optional.of(key("k1", 1)));
        keys(Optional.of(key("k1", 1) + "," + key("k2", 2)));
        assertOtherKey("k2", () -> keys(Optional.of(key("k1", 1))));
        assertThat(keys(Optional.of(key("k2", 2))).ids()).containsExactly("k2");
        assertOtherKey("k2", () -> keys(Optional.of(key("k1", 1) + "," + key("k3", 3))));
    }

    @Test
    void ofTwoServersWithDifferentKeysThatStartAtOnceOneIsRefusedAndWithTheSameKeysNone() throws Exception {
        assertThat(startedAtOnce(key("k1", 1), key("k2", 2))).isEqualTo(1);
        test.database().runInTransaction(tx -> tx.execute("DELETE FROM secret_key_check"));
        assertThat(startedAtOnce(key("k1", 1), key("k1", 1))).isEqualTo(2);
    }

    /** How many of them did start. */
    private int startedAtOnce(String one, String other) throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        List<CompletableFuture<Boolean>> starts = new ArrayList<>();
        for (String given : List.of(one, other)) {
            CompletableFuture<Boolean> start = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                both.countDown();
                try {
                    both.await();
                    start.complete(!keys(Optional.of(given)).ids().isEmpty());
                } catch (EncryptionKeysException | InterruptedException e) {
                    start.complete(false);
                }
            });
            starts.add(start);
        }
        int started = 0;
        for (CompletableFuture<Boolean> start : starts) {
            started += start.get(1, TimeUnit.MINUTES) ? 1 : 0;
        }
        return started;
    }
}
