package io.quartermaster.store.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileThatIsNotThereIsNamed() {
        refused(folder.resolve("gone.pem"), "There is no file " + folder.resolve("gone.pem") + ".");
    }

    @Test
    void aFolderIsNoStore() {
        refused(folder, folder + " is a folder, not a file.");
    }

    @Test
    void aPipeOrDeviceIsRefusedInsteadOfReadForEver() {
        assumeTrue(Files.exists(Path.of("/dev/zero")), "needs /dev/zero");
        refused(Path.of("/dev/zero"), "/dev/zero is not an ordinary file.");
    }

    /** Of a file that not even root may read, since the tests may run as root. */
    @Test
    void aFileThatTheAgentMayNotReadIsRefused() {
        Path file = Path.of("/proc/sys/vm/compact_memory");
        assumeTrue(Files.exists(file), "needs " + file);
        refused(file, "The agent's user may not read " + file + ".");
    }

    @Test
    void aFileThatBreaksOffWhileReadIsRefused() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/mem")), "needs /proc");
        refused(Path.of("/proc/self/mem"), "/proc/self/mem cannot be read: Input/output error.");
    }

    @Test
    void aRelativePathMeansNothing() {
        refusedPath("stores/a.pem", "The store path \"stores/a.pem\" is not absolute.");
    }

    @Test
    void aPathWithAZeroByteIsNoPath() {
        refusedPath("/a\0b", "The store path \"/a\0b\" is not a path on this machine: Nul character not allowed.");
    }

    @Test
    void theLimitIsInclusive() throws IOException, StoreException {
        Path file = Files.write(folder.resolve("ten"), new byte[10]);
        assertThat(StoreFile.read(new StoreLocation(file.toString()), 10).content())
                .hasSize(10);
        assertThatThrownBy(() -> StoreFile.read(new StoreLocation(file.toString()), 9))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " is larger than 9 bytes, the most that is read.");
    }

    @Test
    void aLinkIsFollowed() throws IOException, StoreException {
        Path file = Files.write(folder.resolve("file"), new byte[3]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(StoreFile.read(new StoreLocation(link.toString())).content()).hasSize(3);
    }

    private static void refused(Path path, String sentence) {
        refusedPath(path.toString(), sentence);
    }

    private static void refusedPath(String path, String sentence) {
        assertThatThrownBy(() -> StoreFile.read(new StoreLocation(path)))
                .isInstanceOf(StoreException.class)
                .hasMessage(sentence);
    }
}
