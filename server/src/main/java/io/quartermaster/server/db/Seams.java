package io.quartermaster.server.db;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The one place where the running server gets time, chance, pauses and its database from. Everything else takes them
 * through its constructor, so that a test can set them; a test of the source text holds this.
 */
@Singleton
public final class Seams {
    @Produces
    @Singleton
    InstantSource clock() {
        return systemClock();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return secureRandom();
    }

    @Produces
    @Singleton
    Pause pause() {
        return systemPause();
    }

    @Produces
    @Singleton
    Ids ids(InstantSource clock, RandomGenerator random) {
        return new Ids(clock, random);
    }

    @Produces
    @Singleton
    Database database(AgroalDataSource dataSource, Pause pause, RandomGenerator random) {
        return new Database(dataSource, DatabaseSettings.DEFAULT, pause, random);
    }

    void end(@Observes ShutdownEvent end, Database database) {
        database.end();
    }

    /** The time of the machine, for code that runs before there is a container. So too the next two. */
    public static InstantSource systemClock() {
        return InstantSource.system();
    }

    public static SecureRandom secureRandom() {
        return new SecureRandom();
    }

    public static Pause systemPause() {
        return Thread::sleep;
    }
}
