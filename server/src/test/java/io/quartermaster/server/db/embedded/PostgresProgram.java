package io.quartermaster.server.db.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.OptionalInt;

/**
 * A process that starts the embedded PostgreSQL, prints {@code STARTED port pid uid}, and waits until its input ends.
 * For tests that kill it, or run it as another user.
 */
final class PostgresProgram {
    private PostgresProgram() {}

    public static void main(String[] arguments) throws IOException {
        var settings = new EmbeddedPostgresSettings(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                OptionalInt.empty(),
                Durability.LOST_WITH_THE_MACHINE_FOR_TESTS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings, Thread::sleep, new SecureRandom())) {
            System.out.println("STARTED " + postgres.port() + " " + postgres.pid() + " " + new UnixSystem().getUid());
            System.in.read();
        }
    }
}
