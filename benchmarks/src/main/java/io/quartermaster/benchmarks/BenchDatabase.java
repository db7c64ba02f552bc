package io.quartermaster.benchmarks;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.DatabaseSettings;
import io.quartermaster.server.db.Seams;
import io.quartermaster.server.db.embedded.EmbeddedPostgres;
import io.quartermaster.server.db.embedded.EmbeddedPostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** A PostgreSQL as the server starts it (fsync on), with all migrations and nothing else, in a folder of its own. */
final class BenchDatabase implements AutoCloseable {
    static final int CONNECTIONS_MAX = 8;

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final AgroalDataSource dataSource;

    private BenchDatabase(Path folder, EmbeddedPostgres postgres, AgroalDataSource dataSource) {
        this.folder = folder;
        this.postgres = postgres;
        this.dataSource = dataSource;
    }

    static BenchDatabase start() throws IOException {
        Path folder = Files.createTempDirectory("qm-bench-");
        SecureRandom random = new SecureRandom();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                EmbeddedPostgresSettings.in(folder.resolve("postgres")), Seams.systemPause(), random);
        String password = postgres.password().value();
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), EmbeddedPostgres.ROLE, password)
                .load()
                .migrate();
        try {
            AgroalDataSource dataSource = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS_MAX)
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(postgres.jdbcUrl())
                                    // As the server has it; also what batches of the peers profit from.
                                    .jdbcProperty("reWriteBatchedInserts", "true")
                                    .principal(new NamePrincipal(EmbeddedPostgres.ROLE))
                                    .credential(new SimplePassword(password)))));
            return new BenchDatabase(folder, postgres, dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Path folder() {
        return folder;
    }

    String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    String user() {
        return EmbeddedPostgres.ROLE;
    }

    String password() {
        return postgres.password().value();
    }

    Database database() {
        return new Database(dataSource, DatabaseSettings.DEFAULT, Seams.systemPause(), new SecureRandom());
    }

    AgroalDataSource dataSource() {
        return dataSource;
    }

    /** A statement outside a transaction, such as VACUUM. */
    void execute(String sql) {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String sql) {
        return database().read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        dataSource.close();
        postgres.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
