package io.quartermaster.server.db;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The partitions of tables that grow by the month. They are made ahead of time: this month's and the next ones'. A row that no
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
    private static final Pattern MONTH = Pattern.compile("_\\d{4}_\\d{2}$");
    private static final int MONTH_LENGTH = "2026_03".length();

    /** While a partition is taken out, nobody can use its table. */
    private static final Duration LOCK_WAIT_MAX = Duration.ofSeconds(1);

    private static final int DROPS_MAX = 3;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

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

    /**
     * Drops the partitions of months that end at or before a moment. One whose table is too busy stays until the next
     * time: nobody is to wait long for this.
     */
    public void dropBefore(Instant moment) {
        for (String table : TABLES) {
            for (String partition : database.read(tx -> before(tx, table, moment))) {
                drop(table, partition);
            }
        }
    }

    /** Names of partitions, oldest first; as {@link #make} has made them, and of this table only. */
    private static List<String> before(Handle tx, String table, Instant moment) {
        return tx.createQuery("""
                        SELECT p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                         WHERE i.inhparent = CAST(:table AS regclass) ORDER BY p.relname
                        """).bind("table", table).mapTo(String.class).stream()
                .filter(name -> MONTH.matcher(name).find() && !endOf(name).isAfter(moment))
                .toList();
    }

    private static Instant endOf(String partition) {
        String month = partition.substring(partition.length() - MONTH_LENGTH).replace('_', '-');
        return YearMonth.parse(month)
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private void drop(String table, String partition) {
        for (int attempt = 1; attempt <= DROPS_MAX; attempt++) {
            try {
                database.runInTransaction(tx -> {
                    tx.execute("SET LOCAL lock_timeout = '" + LOCK_WAIT_MAX.toMillis() + "ms'");
                    if (isPartition(tx, table, partition)) {
                        tx.execute("ALTER TABLE " + table + " DETACH PARTITION " + partition);
                        tx.execute("DROP TABLE " + partition);
                        LOG.infof("Removed %s: it is older than people want to keep", partition);
                    }
                });
                return;
            } catch (JdbiException e) {
                if (!(e.getCause() instanceof SQLException cause) || !LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                    throw e;
                }
            }
        }
        LOG.infof("%s is in use all the time; it is removed the next time", partition);
    }

    /** Another server may just have dropped it. */
    private static boolean isPartition(Handle tx, String table, String partition) {
        tx.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        return tx.createQuery("""
                        SELECT EXISTS (SELECT FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                                        WHERE i.inhparent = CAST(:table AS regclass) AND p.relname = :partition)
                        """)
                .bind("table", table)
                .bind("partition", partition)
                .mapTo(Boolean.class)
                .one();
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
