package io.quartermaster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void aNewFolderIsMadeAndClosedToOthers() throws IOException {
        DemoFolder folder = DemoFolder.at(temporary.resolve("a").resolve("b"));

        assertThat(folder.kept()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
        assertThat(folder.server()).isEmptyDirectory();
    }

    @Test
    void aFolderWithSomethingInItIsRefused() throws IOException {
        Files.writeString(temporary.resolve("access.json"), "{}");

        assertThatThrownBy(() -> DemoFolder.at(temporary))
                .isInstanceOf(DemoFailure.class)
                .hasMessage(temporary + " is not empty; name a new or an empty folder with --data.");
        assertThat(temporary.resolve("access.json")).hasContent("{}");
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> DemoFolder.at(file)).hasMessageContaining("is a file");
    }

    @Test
    void deletingFollowsNoLink() throws IOException {
        Path outside = Files.writeString(
                Files.createDirectory(temporary.resolve("outside")).resolve("file"), "stays");
        DemoFolder folder = DemoFolder.at(temporary.resolve("demo"));
        Files.createSymbolicLink(folder.server().resolve("link"), temporary.resolve("outside"));

        folder.delete();

        assertThat(folder.path()).doesNotExist();
        assertThat(outside).hasContent("stays");
    }
}
