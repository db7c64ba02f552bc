package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is made from the code: the test fails when it is stale, and writes it when told to. */
public final class AcceptedFile {
    private AcceptedFile() {}

    /** @param name below docs */
    public static void assertFresh(String name, String content) {
        // Tests run in the folder of the module.
        Path file = Path.of("..", "docs", name);
        try {
            if (Boolean.getBoolean("qm.accept")) {
                Files.createDirectories(file.resolveSibling("."));
                Files.writeString(file, content);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as("docs/" + name + " is stale; ./qm accept writes it anew")
                    .isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
