package io.quartermaster.server.secret;

import io.quarkus.runtime.Startup;
import io.quartermaster.server.db.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Opens the encryption keys when the server starts: from {@code QM_SECRET_KEYS} itself, else from the key file. */
@Singleton
class SecretBeans {
    /**
     * Here, rather than when an agent needs a password, a lost or exchanged key file is noticed.
     *
     * @throws EncryptionKeysException when they cannot be read, or are not those of the database; a key file is made only
     *     for a database that no server has used
     */
    @Produces
    @Singleton
    @Startup
    EncryptionKeys keys(
            @ConfigProperty(name = "qm.secret-keys") Optional<String> given,
            @ConfigProperty(name = "qm.secret-keys-file") Path path,
            RandomGenerator random,
            Database database) {
        KeyFile file = new KeyFile(path, random);
        if (given.isEmpty() && !file.exists()) {
            database.<@Nullable Void>read(tx -> {
                CheckKeys.refuseWithoutKeys(tx);
                return null;
            });
        }
        EncryptionKeys keys =
                given.isPresent() ? EncryptionKeys.parse(given.get(), "QM_SECRET_KEYS") : file.readOrCreate();
        database.runInTransaction(tx -> CheckKeys.run(tx, keys, random));
        return keys;
    }
}
