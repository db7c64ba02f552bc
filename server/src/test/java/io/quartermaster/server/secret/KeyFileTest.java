package io.quartermaster.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyFileTest {
    private static final int ROUNDS = 50;
    private static final int SERVERS = 4;

    @TempDir
    Path folder;

    private Path path = Path.of("secret.keys");

    @BeforeEach
    void place() {
        path = folder.resolve("secret.keys");
    }

    private KeyFile file() {
        return new KeyFile(path, new SecureRandom());
    }

    @Test
    void aNewFileIsForItsOwnerAlone() throws IOException {
        assertThat(file().exists()).isFalse();
        file().readOrCreate();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void theSecondStartReadsTheKeyOfTheFirst() {
        UUID id = UUID.fromString("0190b1c5-0000-7000-8000-000000000001");
        EncryptedSecret encrypted =
                new SecretCipher(file().readOrCreate(), new SecureRandom()).encrypt(id, new SecretValue("changeit"));
        assertThat(new SecretCipher(file().readOrCreate(), new SecureRandom()).decrypt(id, encrypted))
                .isEqualTo(new SecretValue("changeit"));
    }

    @Test
    void twoFilesHoldDifferentKeysWithDifferentIds() throws IOException {
        file().readOrCreate();
        Path other = folder.resolve("other.keys");
        new KeyFile(other, new SecureRandom()).readOrCreate();
        assertThat(Files.readString(path)).isNotEqualTo(Files.readString(other));
        assertThat(file().readOrCreate().ids())
                .doesNotContainAnyElementsOf(
                        new KeyFile(other, new SecureRandom()).readOrCreate().ids());
    }

    @Test
    void aFileThatOthersMayReadIsRefusedWithTheCommandThatHelps() throws IOException {
        file().readOrCreate();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> file().readOrCreate())
                .isInstanceOf(EncryptionKeysException.class)
                .hasMessage("The key file " + path + " is open to other users (rw-r--r--). Run: chmod 600 " + path);
    }

    @Test
    void aFileThatTheGroupMayReadIsTaken() throws IOException {
        file().readOrCreate();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r-----"));
        assertThat(file().readOrCreate().ids()).hasSize(1);
    }

    @Test
    void ofServersThatStartAtOnceAllGetTheSameWholeKey() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            path = folder.resolve(round + ".keys");
            try (ExecutorService servers = Executors.newFixedThreadPool(SERVERS)) {
                CyclicBarrier start = new CyclicBarrier(SERVERS);
                List<Callable<Set<String>>> starts = Collections.nCopies(SERVERS, () -> {
                    start.await();
                    return file().readOrCreate().ids();
                });
                Set<Set<String>> keys = new HashSet<>();
                for (Future<Set<String>> started : servers.invokeAll(starts)) {
                    keys.add(started.get());
                }
                assertThat(keys).as("round %d", round).hasSize(1);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing is left over").hasSize(ROUNDS);
        }
    }

    @Test
    void anEmptyFileIsAnErrorAndStaysAsItIs() throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertThatThrownBy(() -> file().readOrCreate())
                .hasMessage(path + " holds no key. It needs at least one line id:base64 of 32 bytes.");
        assertThat(path).isEmptyFile();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        path = folder.resolve("missing/secret.keys");
        assertThatThrownBy(() -> file().readOrCreate())
                .isInstanceOf(EncryptionKeysException.class)
                .hasMessageContaining(path.toString());
    }
}
