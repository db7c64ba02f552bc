package io.quartermaster.server.db;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quartermaster.server.db.embedded.Durability;
import io.quartermaster.server.db.embedded.EmbeddedPostgres;
import io.quartermaster.server.db.embedded.EmbeddedPostgresException;
import io.quartermaster.server.db.embedded.EmbeddedPostgresSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A database of its own for a test, on a real PostgreSQL, with all migrations applied.
 *
 * <pre>
 * try (TestDatabase test = TestDatabase.fresh()) {
 *   test.database().runInTransaction(tx -&gt; ...);
 * }
 * </pre>
 *
 * <p>One PostgreSQL serves the whole test process; each database is copied from one migrated template, in about 30
 * milliseconds. PostgreSQL ends with the process; when that is killed, the next one finds and uses it. Safe for many
 * threads.
 */
public final class TestDatabase implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 16;
    private static final int FOLDERS_MAX = 20;
    private static final String TEMPLATE = "template_migrated";
    private static final String PREFIX = "test_";

    /** Where the PostgreSQL of this process is: class loaders of Quarkus may load this class more than once. */
    private static final String SHARED = "quartermaster.test.postgres.";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final AgroalDataSource dataSource;

    private TestDatabase(String name, AgroalDataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
    }

    /** A new database with all migrations applied and nothing else in it. */
    public static TestDatabase fresh() {
        String name = freshName();
        try {
            return new TestDatabase(name, pool(name));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The transactions of this database, with pauses that take no time. */
    public Database database() {
        return new Database(dataSource, DatabaseSettings.DEFAULT, duration -> {}, RANDOM);
    }

    /**
     * Waits until somebody in this database waits for a lock, or the other is done without. Also within a transaction, as it
     * asks on a connection of its own.
     */
    public void awaitBlocked(Future<?> other) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            boolean blocked = false;
            while (!blocked && !other.isDone()) {
                try (ResultSet result = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock')")) {
                    blocked = result.next() && result.getBoolean(1);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many transactions there were so far: each takes a connection of the pool. */
    public long transactions() {
        return dataSource.getMetrics().acquireCount();
    }

    public AgroalDataSource dataSource() {
        return dataSource;
    }

    public String jdbcUrl() {
        return jdbcUrl(name);
    }

    public String user() {
        return EmbeddedPostgres.ROLE;
    }

    public String password() {
        return shared("password");
    }

    /** Cuts what is still connected and removes the database. */
    @Override
    public void close() {
        dataSource.close();
        drop(name);
    }

    /** Makes a migrated database; the caller connects as {@link #user} and drops it. */
    static String freshName() {
        synchronized (TestDatabase.class) {
            startOnce();
            String name = PREFIX + ProcessHandle.current().pid() + "_" + Long.toHexString(RANDOM.nextLong()) + "_"
                    + COUNT.incrementAndGet();
            execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " OWNER " + EmbeddedPostgres.ROLE);
            return name;
        }
    }

    static void drop(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    static String jdbcUrl(String name) {
        return "jdbc:postgresql://127.0.0.1:" + shared("port") + "/" + name;
    }

    static String sharedPassword() {
        return shared("password");
    }

    private static AgroalDataSource pool(String name) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(true)
                .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS_MAX)
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(jdbcUrl(name))
                                .principal(new NamePrincipal(EmbeddedPostgres.ROLE))
                                .credential(new SimplePassword(shared("password"))))));
    }

    private static String shared(String key) {
        return System.getProperty(SHARED + key);
    }

    private static void startOnce() {
        Properties properties = System.getProperties();
        synchronized (properties) {
            if (shared("port") != null) {
                return;
            }
            EmbeddedPostgres postgres = start();
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop test PostgreSQL"));
            properties.setProperty(
                    SHARED + "superuser.password", postgres.superuserPassword().value());
            properties.setProperty(SHARED + "password", postgres.password().value());
            properties.setProperty(SHARED + "port", String.valueOf(postgres.port()));
            removeLeftOvers();
            execute("CREATE DATABASE " + TEMPLATE + " OWNER " + EmbeddedPostgres.ROLE);
            Flyway.configure()
                    .dataSource(
                            jdbcUrl(TEMPLATE),
                            EmbeddedPostgres.ROLE,
                            postgres.password().value())
                    .load()
                    .migrate();
        }
    }

    /** In the build folder, which the next process uses again; another one when a process is at work in that. */
    private static EmbeddedPostgres start() {
        EmbeddedPostgresException last = null;
        for (int number = 1; number <= FOLDERS_MAX; number++) {
            Path folder = Path.of("target", "test-postgres-" + number);
            try {
                return EmbeddedPostgres.start(
                        EmbeddedPostgresSettings.in(folder).withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS),
                        Seams.systemPause(),
                        RANDOM);
            } catch (EmbeddedPostgresException e) {
                last = e;
            }
        }
        throw new IllegalStateException("no PostgreSQL for tests", last);
    }

    private static void removeLeftOvers() {
        List<String> names = new ArrayList<>();
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT datname FROM pg_database WHERE datname ~ '^(" + PREFIX + "|" + TEMPLATE + ")'")) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        names.forEach(TestDatabase::drop);
    }

    private static void execute(String sql) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Connection superuser() throws SQLException {
        return java.sql.DriverManager.getConnection(
                jdbcUrl("postgres"), EmbeddedPostgres.SUPERUSER, shared("superuser.password"));
    }
}
