package io.quartermaster.server.secret;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quartermaster.server.db.Database;
import jakarta.enterprise.event.Observes;
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
    @Produces
    @Singleton
    @Startup
    EncryptionKeys keys(
            @ConfigProperty(name = "qm.secret-keys") Optional<String> keys,
            @ConfigProperty(name = "qm.secret-keys-file") Path file,
            RandomGenerator random) {
        return keys.isPresent()
                ? EncryptionKeys.parse(keys.get(), "QM_SECRET_KEYS")
                : new KeyFile(file, random).readOrCreate();
    }

    /** Here, rather than when an agent needs a password, a lost or exchanged key file is noticed. */
    void requireKeysInUse(@Observes StartupEvent start, Database database, SecretRepository secrets) {
        Set<String> missing = database.<Set<String>>read(secrets::missingKeys);
        if (!missing.isEmpty()) {
            throw new EncryptionKeysException(
                    "The database holds secrets that were encrypted with " + String.join(", ", missing)
                            + ", and this server does not have such a key. Bring back the key file (qm.secret-keys-file) that belongs"
                            + " to this database.");
        }
    }
}
