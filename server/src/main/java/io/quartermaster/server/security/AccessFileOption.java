package io.quartermaster.server.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which access file a command works on: by default that of the data folder. */
public final class AccessFileOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:QM_DATA:-data}",
            description = "the data folder (QM_DATA; default: ./data)")
    private Path data = Path.of("data");

    @Option(
            names = "--access-file",
            paramLabel = "FILE",
            defaultValue = "${env:QM_ACCESS_FILE}",
            description = "the file with accounts and roles (QM_ACCESS_FILE; default: access.json in the data folder)")
    private @Nullable Path path;

    AccessFile file() {
        return new AccessFile(path == null ? data.resolve("access.json") : path);
    }
}
