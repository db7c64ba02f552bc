package io.quartermaster.store.types.file;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The private key in a file of its own: the properties {@code separatePrivateKey} and {@code privateKeyPath}, as agents
 * for PEM have them; also under the names that other agents use.
 */
public final class KeyFile {
    private KeyFile() {}

    /** The store's files: its own and, if it has one, that of the key. */
    public static List<Path> withKeyFile(StoreLocation location) throws StoreException {
        Path own = location.file();
        Optional<String> path = path(location.properties());
        boolean separate = location.properties().flag("separatePrivateKey", path.isPresent());
        if (!separate) {
            return List.of(own);
        }
        if (path.isEmpty()) {
            throw new StoreException("The store's property separatePrivateKey is true, but privateKeyPath does not say"
                    + " where the private key is.");
        }
        return List.of(own, StoreLocation.absolute("privateKeyPath", path.get()));
    }

    private static Optional<String> path(StoreProperties properties) {
        return properties
                .text("privateKeyPath")
                .or(() -> properties.text("SeparatePrivateKeyFilePath"))
                .or(() -> properties.text("separatePrivateKeyPath"));
    }
}
