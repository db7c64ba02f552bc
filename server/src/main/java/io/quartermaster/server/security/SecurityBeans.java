package io.quartermaster.server.security;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the access file when the server starts, and makes it at the first start. */
@Singleton
class SecurityBeans {
    @Produces
    @Singleton
    PasswordHashing hashing(RandomGenerator random) {
        return new PasswordHashing(random);
    }

    /** Made at the start and not at the first request, so that a wrong file keeps the server from starting. */
    @Produces
    @Singleton
    @Startup
    SignIn signIn(
            @ConfigProperty(name = "qm.access-file") Path path,
            PasswordHashing hashing,
            InstantSource clock,
            RandomGenerator random) {
        AccessFile file = new AccessFile(path);
        new FirstAccess(file, hashing, random, System.out).ensure();
        return new SignIn(new Accounts(file, clock), hashing, clock, random);
    }
}
