package io.quartermaster.agent.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreRulesFileTest {
    @TempDir
    private Path folder;

    @Test
    void allThatCanBeSaid() throws IOException {
        Path file = file("""
                { "folders": ["/etc/ssl/sites", "/srv/./keys"], "followLinks": true, "backups": 0,
                  "reload": [
                    {"store": "/etc/ssl/sites/www.pem", "command": ["/usr/bin/systemctl", "reload", "nginx"], "seconds": 60},
                    {"store": "/srv/keys/app.jks", "command": ["/usr/local/bin/reload"]} ] }
                """);
        assertThat(StoreRulesFile.read(file))
                .isEqualTo(new StoreRules(
                        List.of(Path.of("/etc/ssl/sites"), Path.of("/srv/keys")),
                        true,
                        0,
                        Map.of(
                                Path.of("/etc/ssl/sites/www.pem"),
                                new ReloadCommand(
                                        List.of("/usr/bin/systemctl", "reload", "nginx"), Duration.ofSeconds(60)),
                                Path.of("/srv/keys/app.jks"),
                                new ReloadCommand(List.of("/usr/local/bin/reload"), Duration.ofSeconds(30))),
                        List.of(file)));
    }

    @Test
    void whatIsLeftOutIsAsWithoutAFile() throws IOException {
        Path file = file("{}");
        assertThat(StoreRulesFile.read(file)).isEqualTo(StoreRules.CLOSED.closing(List.of(file)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"folder\": [\"/srv\"]}|Unrecognized field \"folder\"",
                "{\"folders\": [\"srv\"]}|folders must be absolute paths, not \"srv\"",
                "{\"folders\": [null]}|folders must be absolute paths",
                "{\"backups\": 21}|backups is 0 to 20, not 21",
                "{\"backups\": -1}|backups is 0 to 20, not -1",
                "{\"reload\": [{\"store\": \"/a\", \"command\": []}]}|command is a list of the program",
                "{\"reload\": [{\"store\": \"/a\"}]}|command is a list of the program",
                "{\"reload\": [{\"store\": \"/a\", \"command\": [\"nginx\"]}]}|the program of a command must be absolute",
                "{\"reload\": [{\"store\": \"/a\", \"command\": [\"/x\"], \"seconds\": 601}]}|seconds is 1 to 600, not 601",
                "{\"reload\": [{\"command\": [\"/x\"]}]}|store must be absolute paths",
                "{\"reload\": [{\"store\": \"/a\", \"command\": [\"/x\"]}, {\"store\": \"/a\", \"command\": [\"/y\"]}]}|two reloads of /a",
                "null|are not understood",
                "{\"folders\": [\"/srv\"]} {}|are not understood",
                "{\"folders\": [\"/srv\"|are not understood"
            })
    void whatIsWrongIsRefusedAndNamed(String text, String part) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> StoreRulesFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatOthersMayWriteIsRefused() throws IOException {
        Path file = file("{}");
        for (String permissions : List.of("rw-rw----", "rw----rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> StoreRulesFile.read(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chmod go-w");
        }
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> StoreRulesFile.read(folder.resolve("gone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no file of store rules " + folder.resolve("gone") + ".");
    }

    private Path file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.json"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
