package io.quartermaster.server.security;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which access file a command works on. */
public final class AccessFileOption {
    @Option(
            names = "--access-file",
            paramLabel = "FILE",
            defaultValue = "${env:QM_ACCESS_FILE:-data/access.json}",
            description = "the file with accounts and roles; default: $QM_ACCESS_FILE, else data/access.json")
    private Path path = Path.of("data", "access.json");

    AccessFile file() {
        return new AccessFile(path);
    }
}
