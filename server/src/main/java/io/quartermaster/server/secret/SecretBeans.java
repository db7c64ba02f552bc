package io.quartermaster.server.secret;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
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
}
