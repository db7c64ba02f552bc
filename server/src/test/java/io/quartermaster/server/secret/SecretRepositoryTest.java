package io.quartermaster.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.TestDatabase;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SecretRepositoryTest {
    private static final String OLD = "old:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW = "new:"
            + Base64.getEncoder().encodeToString(new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
                29, 30, 31, 32
            });
    private static final UUID A = UUID.fromString("0190b1c5-0000-7000-8000-00000000000a");
    private static final UUID B = UUID.fromString("0190b1c5-0000-7000-8000-00000000000b");

    private final TestDatabase test = TestDatabase.fresh();

    @AfterEach
    void close() {
        test.close();
    }

    private static SecretRepository with(String text) {
        EncryptionKeys keys = EncryptionKeys.parse(text, "the test");
        return new SecretRepository(new SecretCipher(keys, new SecureRandom()));
    }

    private Map<UUID, SecretValue> read(SecretRepository secrets, List<UUID> ids) {
        return test.database().read(tx -> secrets.get(tx, ids));
    }

    @Test
    void whatIsPutIsGotUntilItIsDeleted() {
        SecretRepository secrets = with(OLD);
        test.database()
                .runInTransaction(tx -> secrets.put(tx, Map.of(A, new SecretValue("a"), B, new SecretValue("b"))));
        assertThat(read(secrets, List.of(A, B, UUID.fromString("0190b1c5-0000-7000-8000-00000000000c"))))
                .isEqualTo(Map.of(A, new SecretValue("a"), B, new SecretValue("b")));
        test.database().runInTransaction(tx -> secrets.delete(tx, List.of(A)));
        assertThat(read(secrets, List.of(A, B))).isEqualTo(Map.of(B, new SecretValue("b")));
    }

    @Test
    void puttingAgainReplacesWithTheNewestKey() {
        test.database().runInTransaction(tx -> with(OLD).put(tx, Map.of(A, new SecretValue("a"))));
        SecretRepository rotated = with(OLD + "\n" + NEW);
        assertThat(read(rotated, List.of(A))).containsEntry(A, new SecretValue("a"));
        test.database().runInTransaction(tx -> rotated.put(tx, Map.of(A, new SecretValue("other"))));
        assertThat(read(with(NEW), List.of(A))).containsEntry(A, new SecretValue("other"));
    }

    @Test
    void nothingToDoTouchesNothing() {
        test.database().runInTransaction(tx -> {
            with(OLD).put(tx, new HashMap<>());
            with(OLD).delete(tx, List.of());
            assertThat(with(OLD).get(tx, List.of())).isEmpty();
        });
    }

    @Test
    void theKeysInUseAreNamedAndWithoutThemNothingIsRead() {
        test.database().runInTransaction(tx -> {
            with(OLD).put(tx, Map.of(A, new SecretValue("a")));
            with(OLD + "\n" + NEW).put(tx, Map.of(B, new SecretValue("b")));
        });
        assertThat(test.database().<Set<String>>read(SecretRepository::keyIdsInUse))
                .containsExactly("new", "old");
        assertThatThrownBy(() -> read(with(NEW), List.of(A))).isInstanceOf(SecretUnreadableException.class);
    }

    @Test
    void aRowCopiedOverAnotherDoesNotDecrypt() {
        SecretRepository secrets = with(OLD);
        test.database().runInTransaction(tx -> {
            secrets.put(tx, Map.of(A, new SecretValue("a"), B, new SecretValue("b")));
            tx.execute(
                    "UPDATE secret t SET nonce = f.nonce, ciphertext = f.ciphertext FROM secret f WHERE t.id = ? AND f.id = ?",
                    B,
                    A);
        });
        assertThatThrownBy(() -> read(secrets, List.of(B))).isInstanceOf(SecretUnreadableException.class);
    }
}
