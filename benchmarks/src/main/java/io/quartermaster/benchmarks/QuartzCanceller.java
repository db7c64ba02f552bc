package io.quartermaster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz with its JDBC store: a job and a trigger each, deleted by one call with the list of keys. */
final class QuartzCanceller implements Way {
    private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    private final BenchDatabase bench;
    private final Scheduler scheduler;
    private final int count;
    private final List<JobKey> keys = new ArrayList<>();

    QuartzCanceller(BenchDatabase bench, int count) throws SchedulerException, IOException {
        this.bench = bench;
        this.count = count;
        for (String statement : tables().split(";")) {
            if (!statement.isBlank()) {
                bench.execute(statement);
            }
        }
        DBConnectionManager.getInstance().addConnectionProvider("bench", new Pool(bench.dataSource()));
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", "bench");
        properties.setProperty("org.quartz.threadPool.threadCount", "4");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.setProperty("org.quartz.jobStore.dataSource", "bench");
        this.scheduler = new StdSchedulerFactory(properties).getScheduler();
    }

    private static String tables() throws IOException {
        try (InputStream file = Job.class.getResourceAsStream(TABLES)) {
            if (file == null) {
                throw new IOException("Quartz has no " + TABLES);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
        }
    }

    @Override
    public String title() {
        return "Quartz deleteJobs";
    }

    @Override
    public void prepare() throws SchedulerException {
        keys.clear();
        Map<JobDetail, Set<? extends Trigger>> all = new HashMap<>();
        Date tomorrow = Date.from(Instant.now().plus(Duration.ofDays(1)));
        for (int number = 0; number < count; number++) {
            JobDetail job = JobBuilder.newJob(Nothing.class)
                    .withIdentity("job-" + number)
                    .build();
            keys.add(job.getKey());
            all.put(
                    job,
                    Set.of(TriggerBuilder.newTrigger()
                            .withIdentity("trigger-" + number)
                            .startAt(tomorrow)
                            .build()));
        }
        scheduler.scheduleJobs(all, false);
        bench.execute("VACUUM ANALYZE qrtz_triggers");
        bench.execute("VACUUM ANALYZE qrtz_job_details");
    }

    @Override
    public long run() throws SchedulerException {
        scheduler.deleteJobs(keys);
        return count;
    }

    @Override
    public void check() {
        Work.requireDone(title(), bench.count("SELECT count(*) FROM qrtz_triggers"));
    }

    @Override
    public void stop() throws SchedulerException {
        scheduler.shutdown();
    }

    /** Never runs. */
    public static final class Nothing implements Job {
        @Override
        public void execute(JobExecutionContext context) {}
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
