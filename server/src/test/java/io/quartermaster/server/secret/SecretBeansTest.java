package io.quartermaster.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
}
