package io.quartermaster.server.db;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Makes the partitions of tables that grow by the month, ahead of time: this month's and the next ones'. A row that no
 * month takes goes to the default partition, so nothing is lost when this does not run. Any number of servers may run
 * it at once.
 */
@Singleton
public class MonthlyPartitions {
    /** Months made beyond the current one. */
    static final int MONTHS_AHEAD = 2;

    /** After the migrations, before anything that writes. */
    private static final int AT_START = 500;

    private static final List<String> TABLES = List.of("job_history", "job_event");
    private static final Logger LOG = Logger.getLogger(MonthlyPartitions.class);

    private final Database database;
    private final InstantSource clock;

    public MonthlyPartitions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    void atStart(@Observes @Priority(AT_START) StartupEvent event) {
        run();
    }

    @SilentInOutage
    @Scheduled(cron = "0 10 2 * * ?", timeZone = "UTC", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void daily() {
        run();
    }

    /** Makes what is missing. */
    public void run() {
        YearMonth first = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        for (String table : TABLES) {
            for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
                YearMonth month = first.plusMonths(ahead);
                database.runInTransaction(tx -> make(tx, table, month));
            }
        }
    }

    private static void make(Handle tx, String table, YearMonth month) {
        String partition = table + "_" + month.toString().replace('-', '_');
        // One server at a time: the table's own row in the catalog is locked by the first DDL statement on it.
        tx.execute("LOCK TABLE " + table + " IN SHARE UPDATE EXCLUSIVE MODE");
        boolean exists = tx.createQuery("SELECT to_regclass(:partition) IS NOT NULL")
                .bind("partition", partition)
                .mapTo(Boolean.class)
                .one();
        if (exists || inDefaultPartition(tx, table, month)) {
            return;
        }
        // Names and bounds are made of a constant and a month, never of what somebody sent.
        // Made beside the table and put in afterwards, because only so it gets the statistics of the table.
        tx.execute("CREATE TABLE " + partition + " (LIKE " + table + " INCLUDING STATISTICS)");
        tx.execute("ALTER TABLE " + table + " ATTACH PARTITION " + partition + " FOR VALUES FROM ('" + month
                + "-01T00:00:00Z') TO ('" + month.plusMonths(1) + "-01T00:00:00Z')");
        LOG.debugf("Made partition %s", partition);
    }

    // PostgreSQL refuses a partition for rows that the default one already took; those stay there, for that month.
    private static boolean inDefaultPartition(Handle tx, String table, YearMonth month) {
        String column = table.equals("job_history") ? "operation_start" : "at";
        return tx.createQuery("SELECT EXISTS (SELECT FROM " + table + "_default WHERE " + column
                        + " >= CAST(:from AS timestamptz) AND " + column + " < CAST(:to AS timestamptz))")
                .bind("from", month + "-01T00:00:00Z")
                .bind("to", month.plusMonths(1) + "-01T00:00:00Z")
                .mapTo(Boolean.class)
                .one();
    }
}
