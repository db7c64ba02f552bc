package io.quartermaster.agent.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobException;
import io.quartermaster.agent.spi.CustomJobRequest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInCustomJobsTest {
    /** SHA-256 of the three letters abc, from the standard that defines it (FIPS 180). */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final ObjectMapper json = new ObjectMapper();
    private final FileChecksum checksum = new FileChecksum();

    @TempDir
    Path folder;

    @Test
    void bothAreFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(CustomJob.class))
                .extracting(CustomJob::name)
                .containsExactlyInAnyOrder("DiskSpace", "FileChecksum");
    }

    @Test
    void aChecksumIsGivenWithSizeAndTime() throws Exception {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-23T10:15:00Z")));
        assertThat(checksum(file.toString(), folder.toString()).toString())
                .isEqualTo("[{\"Path\":\"" + file + "\",\"Bytes\":3,\"Modified\":\"2026-11-23T10:15:00Z\",\"Sha256\":\""
                        + SHA256_OF_ABC + "\"}]");
    }

    @Test
    void pathsMayBeSeparatedByCommasAndLineBreaks() throws Exception {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(checksum(file + ", " + file + "\n" + file + ",\n", folder.toString()))
                .hasSize(3);
    }

    @Test
    void aFileThatIsNotThereDoesNotKeepTheOthersFromBeingLookedAt() throws Exception {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        JsonNode files = checksum(folder.resolve("gone") + "," + file + "," + folder, folder.toString());
        assertThat(files.get(0).get("Problem").asText()).isEqualTo("not there");
        assertThat(files.get(1).get("Sha256").asText()).isEqualTo(SHA256_OF_ABC);
        assertThat(files.get(2).get("Problem").asText()).isEqualTo("not an ordinary file");
    }

    @Test
    void nothingOutsideTheOpenFoldersIsLookedAtNotEvenThroughALinkOrDots() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path secret = Files.writeString(folder.resolve("secret"), "abc");
        Path link = Files.createSymbolicLink(open.resolve("link"), secret);
        Path sibling = Files.writeString(
                Files.createDirectory(folder.resolve("open-too")).resolve("file"), "abc");
        for (String path :
                new String[] {secret.toString(), link.toString(), open + "/../secret", sibling.toString(), "relative"
                }) {
            JsonNode file = checksum(path, open.toString()).get(0);
            assertThat(file.has("Sha256")).as(path).isFalse();
            assertThat(file.has("Bytes")).as(path).isFalse();
        }
    }

    @Test
    void severalFoldersMayBeOpen() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        Path file = Files.writeString(two.resolve("abc"), "abc");
        assertThat(checksum(file.toString(), one + File.pathSeparator + two)
                        .get(0)
                        .has("Sha256"))
                .isTrue();
    }

    @Test
    void withoutTheSettingNoFileIsLookedAt() {
        assertThatThrownBy(() -> checksum.run(new CustomJobRequest(Map.of("Paths", "/etc/hostname"), Map.of())))
                .isInstanceOf(CustomJobException.class)
                .hasMessage(
                        "No folder is open to this job: start the agent with --setting FileChecksum.Roots=<folder>.");
    }

    @Test
    void withoutAPathThereIsNothingToDo() {
        assertThatThrownBy(() -> checksum(" ", folder.toString())).hasMessage("The field Paths is missing or blank.");
    }

    @Test
    void thereIsALimitOfFiles() {
        assertThatThrownBy(() -> checksum("/a,".repeat(FileChecksum.FILES_MAX + 1), folder.toString()))
                .hasMessage("The field Paths names 1001 files; 1000 are the most.");
    }

    @Test
    void anInterruptedChecksumEndsSoon() throws Exception {
        Path file = Files.write(folder.resolve("large"), new byte[10_000_000]);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> checksum(file.toString(), folder.toString())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void diskSpaceTellsWhatTheDiskTells() throws Exception {
        JsonNode disk =
                json.readTree(new DiskSpace().run(new CustomJobRequest(Map.of("path", folder.toString()), Map.of())));
        assertThat(disk.get("Path").asText()).isEqualTo(folder.toString());
        assertThat(disk.get("TotalBytes").asLong())
                .isEqualTo(Files.getFileStore(folder).getTotalSpace());
        assertThat(disk.get("UsableBytes").asLong())
                .isBetween(1L, disk.get("TotalBytes").asLong());
        assertThat(disk.get("UsedPercent").asInt()).isBetween(0, 100);
    }

    @Test
    void diskSpaceOfAPathThatIsNotThereIsASentence() {
        assertThatThrownBy(() -> new DiskSpace().run(new CustomJobRequest(Map.of("Path", "/gone/for/good"), Map.of())))
                .isInstanceOf(CustomJobException.class)
                .hasMessage("There is no /gone/for/good.");
        assertThatThrownBy(() -> new DiskSpace().run(new CustomJobRequest(Map.of("Path", "a"), Map.of())))
                .hasMessage("The path a is not absolute.");
    }

    private JsonNode checksum(String paths, String roots) throws Exception {
        return json.readTree(checksum.run(new CustomJobRequest(Map.of("Paths", paths), Map.of("roots", roots))));
    }
}
