package io.quartermaster.benchmarks;

import io.quartermaster.server.http.RowPage;
import io.quartermaster.server.http.RowPaging;
import io.quartermaster.server.job.BrowseJobs;
import io.quartermaster.server.job.CountJobs;
import io.quartermaster.server.job.JobLine;
import io.quartermaster.server.job.JobOrders;
import io.quartermaster.server.job.JobPageRepository;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Scheduled jobs of 1,000 agents, pages of them as the command gives them, and as bare JDBC does. */
final class OurLists {
    private static final int JOB_TYPES = 10;
    private static final int AGENTS = 1_000;
    private static final int REQUESTED_AT_ONCE = 1_000;
    static final int PAGE = 50;
    private static final int ADDED_AT_ONCE = 50_000;
    private static final int STRIDE = 1_000;

    /** All that a count is asked for; more than there are of what it looks for. */
    private static final int COUNT_MAX = 10_000;

    static final String TWO_FILTERS = "JobType -eq \"Bench3\" AND Agent -contains \"agent-1\"";
    static final String NO_FILTER = "";

    /** Nothing fits, so a count of it looks at every job. */
    private static final String NOTHING = "JobType -contains \"nowhere\"";

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

    OurLists(BenchDatabase bench) {
        this.bench = bench;
        JobPageRepository pages = new JobPageRepository();
        InstantSource clock = InstantSource.system();
        this.browseJobs = new BrowseJobs(bench.database(), pages, clock);
        this.countJobs = new CountJobs(bench.database(), pages, clock);
    }

    void add(int jobs) {
        bench.database()
                .runInTransaction(
                        tx -> tx.createUpdate("""
                        INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                           capability_names, client_parameters, registered_at)
                        SELECT gen_random_uuid(), 'agent-' || n, 'bench', 1, '1.0.0.0', 2, '{}', '{}', '{}', now()
                          FROM generate_series(1, :agents) AS n
                        """).bind("agents", AGENTS).execute());
        for (int from = 1; from <= jobs; from += ADDED_AT_ONCE) {
            addFrom(from);
        }
        bench.execute("VACUUM ANALYZE");
    }

    private void addFrom(int from) {
        bench.database()
                .runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                                   next_run, state, fields)
                        SELECT agents.ids[1 + abs(hashint4(n)) % cardinality(agents.ids)], uuidv7(), 'CUSTOM',
                               CAST(lpad(CAST(n % :types AS text), 32, '0') AS uuid), 'Bench' || n % :types,
                               now() - n / :atOnce * interval '1 minute', 'bench', now() + n * interval '1 second',
                               'SCHEDULED', '{"Service": "nginx"}'
                          FROM generate_series(:from, :from + :jobs - 1) AS n,
                               (SELECT array_agg(id) AS ids FROM agent) AS agents
                        """)
                        .bind("types", JOB_TYPES)
                        .bind("atOnce", REQUESTED_AT_ONCE)
                        .bind("from", from)
                        .bind("jobs", ADDED_AT_ONCE)
                        .execute());
    }

    RowPage<JobLine> page(String query, @Nullable String after) {
        return page(query, after, PAGE);
    }

    private RowPage<JobLine> page(String query, @Nullable String after, int limit) {
        return browseJobs.run(
                OurJobs.CALLER, RowPaging.of("jobs", query, JobOrders.SCHEDULED.read("-Requested"), after, limit));
    }

    static List<UUID> ids(RowPage<JobLine> page) {
        return page.items().stream().map(JobLine::jobId).toList();
    }

    /** The cursor behind so many rows. */
    String placeOf(int rows) {
        @Nullable String after = null;
        for (int row = 0; row < rows; row += STRIDE) {
            after = page(NO_FILTER, after, STRIDE).next();
        }
        return Objects.requireNonNull(after);
    }

    /** The first page with the two filters. */
    List<UUID> bare() {
        return jdbc(SAME_STATEMENT, "Bench3", "Bench3", "agent-1");
    }

    List<UUID> offset(int rows) {
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

    /** Looks at every job, since nothing fits. */
    long countNothing() {
        return countJobs.run(OurJobs.CALLER, NOTHING, COUNT_MAX).count();
    }
}
