package io.quartermaster.server.start;

import io.quartermaster.server.db.Seams;
import io.quartermaster.server.db.embedded.EmbeddedPostgres;
import io.quartermaster.server.db.embedded.EmbeddedPostgresSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of the embedded PostgreSQL, and its start. */
final class EmbeddedDatabase {
    @Option(
            names = "--db-port",
            paramLabel = "PORT",
            description = "of the embedded PostgreSQL on 127.0.0.1; default: a free one")
    private @Nullable Integer port;

    /**
     * Starts it, or takes over the one that a killed server left, and returns when it accepts connections.
     *
     * @throws StartException if the port is none
     * @throws io.quartermaster.server.db.embedded.EmbeddedPostgresException when it cannot be used; nothing that was
     *     stored is touched then
     */
    EmbeddedPostgres startedIn(DataFolder folder) {
        EmbeddedPostgresSettings settings = EmbeddedPostgresSettings.in(folder.postgres());
        if (port != null) {
            settings = settings.withPort(PortNumber.checked("--db-port", port, 1));
        }
        System.out.println("Starting PostgreSQL in " + folder.postgres() + " ...");
        return EmbeddedPostgres.start(settings, Seams.systemPause(), Seams.secureRandom());
    }
}
