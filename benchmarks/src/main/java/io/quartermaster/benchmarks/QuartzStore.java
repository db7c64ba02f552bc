package io.quartermaster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.Job;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** The tables of Quartz, and schedulers that keep their jobs in them through the connections of the benchmark. */
final class QuartzStore {
    private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    private QuartzStore() {}

    static void createTables(BenchDatabase bench) throws IOException {
        for (String statement : tables().split(";")) {
            if (!statement.isBlank()) {
                bench.execute(statement);
            }
        }
    }

    private static String tables() throws IOException {
        try (InputStream file = Job.class.getResourceAsStream(TABLES)) {
            if (file == null) {
                throw new IOException("Quartz has no " + TABLES);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
        }
    }

    /** @param settings beyond those of the store, without their common beginning */
    static Scheduler scheduler(BenchDatabase bench, String name, int threads, Map<String, String> settings)
            throws SchedulerException {
        DBConnectionManager.getInstance().addConnectionProvider("bench", new Pool(bench.dataSource()));
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", name);
        properties.setProperty("org.quartz.threadPool.threadCount", String.valueOf(threads));
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.setProperty("org.quartz.jobStore.dataSource", "bench");
        settings.forEach((key, value) -> properties.setProperty("org.quartz." + key, value));
        return new StdSchedulerFactory(properties).getScheduler();
    }

    private record Pool(DataSource dataSource) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return dataSource.getConnection();
        }

        @Override
        public void shutdown() {}

        @Override
        public void initialize() {}
    }
}
