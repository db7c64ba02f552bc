package io.quartermaster.server.start;

import io.quartermaster.server.db.embedded.EmbeddedPostgres;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code qm database}: the embedded PostgreSQL without the server, until it is told to stop (Ctrl-C, SIGTERM). For
 * backups to be made and brought back, and for a look with {@code psql}.
 */
@Command(
        name = "database",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the PostgreSQL of the data folder alone, and says how to connect to it.")
final class RunDatabase implements Callable<Integer> {
    @Mixin
    private DataFolderOption data = new DataFolderOption();

    @Mixin
    private EmbeddedDatabase embeddedDatabase = new EmbeddedDatabase();

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedPostgres postgres = embeddedDatabase.startedIn(data.prepared());
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop PostgreSQL"));
        System.out.println(howToConnect(postgres));
        // A signal ends the process, and nothing else does.
        Thread.currentThread().join();
        return 0;
    }

    /** Names the file with the password, and never shows what is in it. */
    private static String howToConnect(EmbeddedPostgres postgres) {
        return """
                PostgreSQL runs, without the server, until Ctrl-C. What psql, pg_dump and pg_restore need to know, for a shell:

                  export PGHOST=127.0.0.1 PGPORT=%d PGUSER=%s PGDATABASE=%s PGPASSWORD="$(cat %s)"

                For Java: %s, user %s.
                The password stands in %s.
                """.formatted(
                postgres.port(),
                EmbeddedPostgres.ROLE,
                EmbeddedPostgres.DATABASE,
                quoted(postgres.passwordFile().toString()),
                postgres.jdbcUrl(),
                EmbeddedPostgres.ROLE,
                postgres.passwordFile()).stripTrailing();
    }

    /** As one word of a shell, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
