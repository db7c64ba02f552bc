package io.quartermaster.server.start;

import io.quarkus.runtime.Quarkus;
import io.quartermaster.server.db.Seams;
import io.quartermaster.server.db.embedded.EmbeddedPostgres;
import io.quartermaster.server.db.embedded.RestartPostgres;
import io.quartermaster.server.setting.Settings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code qm run}: the server with its database, until it is told to stop (Ctrl-C, SIGTERM). */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the server. Without --db it starts a PostgreSQL of its own in the data folder.")
final class RunServer implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(RunServer.class);

    /** Longer than requests get to end, and PostgreSQL to stop. */
    private static final int STOP_MINUTES_MAX = 5;

    @Mixin
    private DataFolderOption data = new DataFolderOption();

    @Mixin
    private ListenAddress listenAddress = new ListenAddress();

    @Mixin
    private EmbeddedDatabase embeddedDatabase = new EmbeddedDatabase();

    @Mixin
    private ExternalDatabase externalDatabase = new ExternalDatabase();

    @Mixin
    private GivenCertificate givenCertificate = new GivenCertificate();

    @Mixin
    private ClientCertificates clientCertificates = new ClientCertificates();

    @Override
    public Integer call() {
        // Before the database is started. What only Quarkus can read, such as its files, is checked once more later.
        Settings.check(new SmallRyeConfigBuilder().addDefaultSources().build());
        DataFolder folder = data.prepared();
        TlsFiles tls = givenCertificate.isWanted()
                ? givenCertificate.checked()
                : new SelfMadeCertificate(folder.tls(), Seams.systemClock(), Seams.secureRandom()).files();
        Optional<Path> clientCa = clientCertificates.checkedAuthorities();
        ListenAddress address = listenAddress.checked();
        StartConfig.set("qm.data", folder.path());
        StartConfig.set("quarkus.http.host", address.host());
        StartConfig.set("quarkus.http.port", address.httpPort());
        StartConfig.set("quarkus.http.ssl-port", address.httpsPort());
        StartConfig.set("quarkus.http.insecure-requests", address.httpsOnly() ? "disabled" : "enabled");
        StartConfig.set("quarkus.tls.key-store.pem.0.cert", tls.certificate());
        StartConfig.set("quarkus.tls.key-store.pem.0.key", tls.key());
        clientCa.ifPresent(file -> StartConfig.set(HttpsOptions.CLIENT_CA, file));

        CountDownLatch stopped = new CountDownLatch(1);
        Optional<EmbeddedPostgres> postgres = Optional.empty();
        try {
            DatabaseConnection database;
            if (externalDatabase.isWanted()) {
                database = externalDatabase.checked();
            } else {
                postgres = Optional.of(embeddedDatabase.startedIn(folder));
                database = new DatabaseConnection(
                        postgres.get().jdbcUrl(),
                        EmbeddedPostgres.ROLE,
                        postgres.get().password());
            }
            StartConfig.set("quarkus.datasource.jdbc.url", database.jdbcUrl());
            StartConfig.set("quarkus.datasource.username", database.user());
            StartConfig.set("quarkus.datasource.password", database.password().value());
            stopBeforeTheProcessEnds(stopped);
            postgres.ifPresent(RunServer::keepUp);
            return runQuarkus();
        } finally {
            // After the last request, and before the process may end.
            postgres.ifPresent(EmbeddedPostgres::close);
            stopped.countDown();
        }
    }

    /** Going on without its PostgreSQL would be a server that answers nothing and looks alive. */
    private static void keepUp(EmbeddedPostgres postgres) {
        new RestartPostgres(postgres, Seams.systemClock(), Seams.systemPause(), LOG::warn, PostgresHealth::tell)
                .begin(why -> {
                    System.err.println("qm: " + why);
                    Quarkus.asyncExit(Main.EXIT_REFUSED);
                });
    }

    /** Until a signal ends it; its own hook stops it then, and returns control here. */
    private static int runQuarkus() {
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(Listening.class, (code, failure) -> {
            exitCode.set(code);
            if (failure != null) {
                System.err.println("qm: " + StartFailure.sentence(failure));
                exitCode.set(Main.EXIT_REFUSED);
            }
        });
        return exitCode.get();
    }

    /** The process ends when all hooks have ended, whatever the main thread still does: so one waits for it. */
    private static void stopBeforeTheProcessEnds(CountDownLatch stopped) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                boolean inTime = stopped.await(STOP_MINUTES_MAX, TimeUnit.MINUTES);
                                if (!inTime) {
                                    System.err.println("qm: the server did not stop in time.");
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "wait for the server to stop"));
    }
}
