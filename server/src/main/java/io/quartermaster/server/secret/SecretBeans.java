package io.quartermaster.server.secret;

import io.quarkus.runtime.Startup;
import io.quartermaster.server.db.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the encryption keys when the server starts: from {@code QM_SECRET_KEYS} itself, else from the key file. */
@Singleton
class SecretBeans {
    /**
     * Here, rather than when an agent needs a password, a lost or exchanged key file is noticed.
     *
     * @throws EncryptionKeysException when they cannot be read, or are not those that the database's secrets need; a key
     *     file is made only for a database without secrets
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
        Set<String> missing = database.<Set<String>>read(SecretRepository::keyIdsInUse);
        if (given.isEmpty() && !file.exists()) {
            refuseMissing(missing);
        }
        EncryptionKeys keys =
                given.isPresent() ? EncryptionKeys.parse(given.get(), "QM_SECRET_KEYS") : file.readOrCreate();
        missing.removeAll(keys.ids());
        refuseMissing(missing);
        return keys;
    }

    private static void refuseMissing(Set<String> keyIds) {
        if (!keyIds.isEmpty()) {
            throw new EncryptionKeysException(
                    "The database holds secrets that were encrypted with " + String.join(", ", keyIds)
                            + ", and this server does not have such a key. Bring back the key file (qm.secret-keys-file) that belongs"
                            + " to this database.");
        }
    }
}
