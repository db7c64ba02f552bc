package io.quartermaster.benchmarks;

import io.quartermaster.server.http.RowPage;
import io.quartermaster.server.http.RowPaging;
import io.quartermaster.server.job.BrowseJobs;
import io.quartermaster.server.job.CountJobs;
import io.quartermaster.server.job.JobLine;
import io.quartermaster.server.job.JobOrders;
import io.quartermaster.server.job.JobPageRepository;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Pages of 50 out of 1,000,000 scheduled jobs: with two filters against bare JDBC that sends the same statement; far down
 * the list by cursor against the first page, and against OFFSET; and the first page while others count. Measured at the
 * service, below HTTP: permission, cursor, query, statement, rows. Ours and the other alternate, call by call.
 */
final class ListsBenchmark {
    private static final int JOB_TYPES = 10;
    private static final int AGENTS = 1_000;
    private static final int REQUESTED_AT_ONCE = 1_000;
    private static final int PAGE = 50;
    private static final int STRIDE = 1_000;
    private static final String TWO_FILTERS = "JobType -eq \"Bench3\" AND Agent -contains \"agent-1\"";
    private static final String NO_FILTER = "";

    /** Nothing fits, so a count of it looks at every job. */
    private static final String NOTHING = "Agent -contains \"nowhere\"";

    /** What the command sends for the first page with the two filters. */
    private static final String SAME_STATEMENT = """
            SELECT j.id, j.agent_id, j.kind, j.job_type, j.store_id, j.client_machine, j.store_path, j.target, j.schedule,
                   j.next_run, j.requested_at, j.requested_by, j.state, j.retry_count, j.priority,
                   (SELECT g.client_machine FROM agent g WHERE g.id = j.agent_id) AS agent_machine,
                   j.requested_at AS place, j.id AS tie
              FROM scheduled_job j
             WHERE (j.state = 'SCHEDULED' OR j.recurring)
               AND (lower(j.job_type) = lower(?) OR lower((CASE j.kind WHEN 'INVENTORY' THEN 'Inventory'
                     WHEN 'MANAGEMENT' THEN 'Management' WHEN 'DISCOVERY' THEN 'Discovery'
                     WHEN 'REENROLLMENT' THEN 'Reenrollment' WHEN 'FETCH_LOGS' THEN 'FetchLogs' WHEN 'CUSTOM' THEN 'Custom'
                     WHEN 'SSL_DISCOVERY' THEN 'SslDiscovery' WHEN 'MONITORING' THEN 'Monitoring'
                     WHEN 'SSH_SYNC' THEN 'SSHSync' WHEN 'SYNC' THEN 'Sync' END)) = lower(?))
               AND strpos(lower((SELECT g.client_machine FROM agent g WHERE g.id = j.agent_id)), lower(?)) > 0
             ORDER BY j.requested_at DESC, j.id ASC LIMIT 51
            """;

    private final BenchDatabase bench;
    private final BrowseJobs browseJobs;
    private final CountJobs countJobs;
    private final int jobs;
    private final int calls;
    private final Caller caller =
            new Caller("bench", List.of("Bench"), Grants.of(List.of(PermissionString.parse("/"))));

    ListsBenchmark(BenchDatabase bench, boolean quick) {
        this.bench = bench;
        this.jobs = quick ? 100_000 : 1_000_000;
        this.calls = quick ? 500 : 3_000;
        JobPageRepository pages = new JobPageRepository();
        InstantSource clock = InstantSource.system();
        this.browseJobs = new BrowseJobs(bench.database(), pages, clock);
        this.countJobs = new CountJobs(bench.database(), pages, clock);
    }

    void run() {
        System.out.printf(Locale.ROOT, "Loading %,d jobs of %,d agents ...%n", jobs, AGENTS);
        load();
        String half = placeOf(jobs / 2);
        if (!ids(page(TWO_FILTERS, null)).equals(raw())) {
            throw new IllegalStateException("bare JDBC does not send the same statement");
        }
        Times filtered = Times.alternating(calls, () -> page(TWO_FILTERS, null), this::raw);
        Times cursor = Times.alternating(calls, () -> page(NO_FILTER, half), () -> page(NO_FILTER, null));
        Times offset =
                Times.alternating(Math.max(20, calls / 100), () -> page(NO_FILTER, half), () -> offset(jobs / 2));
        Times counted = whileOthersCount();
        print(filtered, cursor, offset, counted);
    }

    private void load() {
        bench.database()
                .runInTransaction(
                        tx -> tx.createUpdate("""
                        INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                           capability_names, client_parameters, registered_at)
                        SELECT gen_random_uuid(), 'agent-' || n, 'bench', 1, '1.0.0.0', 2, '{}', '{}', '{}', now()
                          FROM generate_series(1, :agents) AS n
                        """).bind("agents", AGENTS).execute());
        bench.database()
                .runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                                   next_run, state, fields)
                        SELECT agents.ids[1 + abs(hashint4(n)) % cardinality(agents.ids)], gen_random_uuid(), 'CUSTOM',
                               CAST(lpad(CAST(n % :types AS text), 32, '0') AS uuid), 'Bench' || n % :types,
                               now() - n / :atOnce * interval '1 minute', 'bench', now() + n * interval '1 second',
                               'SCHEDULED', '{"Service": "nginx"}'
                          FROM generate_series(1, :jobs) AS n, (SELECT array_agg(id) AS ids FROM agent) AS agents
                        """)
                        .bind("types", JOB_TYPES)
                        .bind("atOnce", REQUESTED_AT_ONCE)
                        .bind("jobs", jobs)
                        .execute());
        bench.execute("VACUUM ANALYZE");
    }

    private RowPage<JobLine> page(String query, @Nullable String after) {
        return page(query, after, PAGE);
    }

    private RowPage<JobLine> page(String query, @Nullable String after, int limit) {
        return browseJobs.run(
                caller, RowPaging.of("jobs", query, JobOrders.SCHEDULED.read("-Requested"), after, limit));
    }

    private static List<UUID> ids(RowPage<JobLine> page) {
        return page.items().stream().map(JobLine::jobId).toList();
    }

    /** The cursor behind so many rows. */
    private String placeOf(int rows) {
        @Nullable String after = null;
        for (int row = 0; row < rows; row += STRIDE) {
            after = page(NO_FILTER, after, STRIDE).next();
        }
        return Objects.requireNonNull(after);
    }

    private List<UUID> raw() {
        return jdbc(SAME_STATEMENT, "Bench3", "Bench3", "agent-1");
    }

    private List<UUID> offset(int rows) {
        return jdbc("SELECT j.* FROM scheduled_job j ORDER BY j.requested_at DESC, j.id LIMIT 51 OFFSET " + rows);
    }

    private List<UUID> jdbc(String sql, String... values) {
        try (Connection connection = bench.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            List<UUID> ids = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                            rows.getObject(column);
                        }
                        ids.add(rows.getObject("id", UUID.class));
                    }
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            return ids.subList(0, Math.min(PAGE, ids.size()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first page while another connection counts without a pause, against the first page alone. */
    private Times whileOthersCount() {
        List<Double> alone = Times.of(calls, () -> page(NO_FILTER, null));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService counting = Executors.newSingleThreadExecutor();
        Future<Integer> counts = counting.submit(() -> {
            int count = 0;
            for (; !done.get(); count++) {
                countJobs.run(caller, NOTHING, 10_000);
            }
            return count;
        });
        List<Double> besides = Times.of(calls, () -> page(NO_FILTER, null));
        done.set(true);
        try {
            System.out.println("  full counts beside the pages: " + counts.get());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            counting.shutdown();
        }
        return new Times(besides, alone);
    }

    private void print(Times filtered, Times cursor, Times offset, Times counted) {
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "Pages of %d of %,d jobs, %,d calls each; %d processors, load %.1f%n",
                PAGE,
                jobs,
                calls,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println("| what | against | median ms | its median | p99 ms | its p99 | ratio of medians |");
        System.out.println("|---|---|---|---|---|---|---|");
        filtered.print("two filters", "bare JDBC, same statement");
        cursor.print("page %,d by cursor".formatted(jobs / 2 / PAGE), "page 1");
        offset.print("page %,d by cursor".formatted(jobs / 2 / PAGE), "OFFSET %,d".formatted(jobs / 2));
        counted.print("page 1 while another connection counts", "page 1 alone");
    }

    /** Milliseconds of each call, ours and those of what it is held against. */
    private record Times(List<Double> ours, List<Double> others) {

        static Times alternating(int calls, Callable<?> our, Callable<?> other) {
            of(calls / 10, our);
            of(calls / 10, other);
            Times times = new Times(new ArrayList<>(), new ArrayList<>());
            for (int call = 0; call < calls; call++) {
                boolean oursFirst = call % 2 == 0;
                (oursFirst ? times.ours : times.others).add(millis(oursFirst ? our : other));
                (oursFirst ? times.others : times.ours).add(millis(oursFirst ? other : our));
            }
            return times;
        }

        static List<Double> of(int calls, Callable<?> work) {
            List<Double> times = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                times.add(millis(work));
            }
            return times;
        }

        private static double millis(Callable<?> work) {
            long start = System.nanoTime();
            try {
                work.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return (System.nanoTime() - start) / 1e6;
        }

        void print(String what, String against) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    what,
                    against,
                    quantile(ours, 0.5),
                    quantile(others, 0.5),
                    quantile(ours, 0.99),
                    quantile(others, 0.99),
                    quantile(ours, 0.5) / quantile(others, 0.5));
        }

        private static double quantile(List<Double> values, double share) {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
        }
    }
}
