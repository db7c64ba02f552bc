package io.quartermaster.server.start;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the data folder. */
final class DataFolderOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:QM_DATA:-data}",
            description = "the data folder (QM_DATA; default: ./data)")
    private Path path = Path.of("data");

    /** @throws StartException as {@link DataFolder#prepared} */
    DataFolder prepared() {
        return DataFolder.prepared(path);
    }
}
