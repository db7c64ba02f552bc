package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.MonthlyPartitions;
import io.quartermaster.server.http.Cursor;
import io.quartermaster.server.http.RowPage;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGStatement;

/**
 * Goal: a page costs the same wherever it is. Method: PostgreSQL explains the very statements of a page, over enough rows
 * for it to care: each reads along an index and stops, and nothing is sorted.
 */
final class JobPagesPlanTest {
    private static final int LIMIT = 50;
    private static final String NO_FILTER = "";
    private static final JobFixture FIXTURE = new JobFixture();

    @BeforeAll
    static void fill() {
        new MonthlyPartitions(FIXTURE.database, FIXTURE.clock).run();
        FIXTURE.database.runInTransaction(tx -> {
            tx.execute("""
                    INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                       capability_names, client_parameters, registered_at)
                    SELECT gen_random_uuid(), 'edge-' || n || '.example.net', 'plan', 1, '1.0', 2, '{}', '{}', '{}', now()
                      FROM generate_series(0, 9) AS n
                    """);
            // Requests of 1,000 jobs at a time: equal times of request.
            tx.execute("""
                    INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                               next_run, state, fields)
                    SELECT agents.ids[1 + n % 10], gen_random_uuid(), 'CUSTOM', gen_random_uuid(), 'Type' || n % 4,
                           timestamptz '2026-03-01Z' + n / 1000 * interval '1 hour', 'somebody',
                           timestamptz '2026-04-01Z' + n * interval '7 seconds', 'SCHEDULED', '{}'
                      FROM generate_series(1, 30000) AS n,
                           (SELECT array_agg(id) AS ids FROM agent WHERE username = 'plan') AS agents
                    """);
            tx.execute("""
                    INSERT INTO job_history (agent_id, id, operation_start, operation_end, job_id, kind, job_type_id,
                                             job_type, agent_machine, requested_at, requested_by, retry_count, priority,
                                             fields, result, status)
                    SELECT agents.ids[1 + n % 10], n, timestamptz '2026-03-01Z' + n * interval '3 minutes',
                           CASE WHEN n % 10 > 0 THEN timestamptz '2026-03-01Z' + n * interval '3 minutes' END,
                           gen_random_uuid(), 'CUSTOM', gen_random_uuid(), 'Type' || n % 4, 'edge', now(), 'somebody', 0,
                           5, '{}', 2 + n % 3, 3
                      FROM generate_series(1, 40000) AS n,
                           (SELECT array_agg(id) AS ids FROM agent WHERE username = 'plan') AS agents
                    """);
        });
        FIXTURE.database.runInTransaction(tx -> tx.execute("ANALYZE"));
    }

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    private static String twoFilters(PagedList list) {
        return list == PagedList.JOBS
                ? "JobType -eq \"type3\" AND Requested -gt \"2026-03-01T05:00:00Z\""
                : "JobType -eq \"type3\" AND Result -ne 4";
    }

    @ParameterizedTest
    @EnumSource
    void everyPageOfEverySortReadsAlongAnIndexAndSortsNothing(PagedList list) {
        for (String query : List.of(NO_FILTER, twoFilters(list))) {
            for (String sort : list.sorts().keySet()) {
                for (String directed : List.of(sort, "-" + sort)) {
                    assertFollowsAnIndex(list, query, directed);
                }
            }
        }
    }

    private static void assertFollowsAnIndex(PagedList list, String query, String sort) {
        @Nullable String next = null;
        for (int page = 0; page < 30; page++) {
            if (page % 29 == 0 || page == 7) {
                for (String plan : plans(list, query, sort, next)) {
                    assertThat(plan)
                            .as("page %d of %s by %s %s", page + 1, list, sort, query)
                            .contains("Index Scan")
                            .doesNotContain(
                                    "Sort  (", "Seq Scan on scheduled_job", "Seq Scan on job_history", "Bitmap");
                }
            }
            RowPage<String> rows = list.page(FIXTURE, list.paging(query, sort, next, LIMIT));
            assertThat(rows.items()).hasSize(LIMIT);
            next = rows.next();
        }
    }

    @Test
    void theCursorLeavesOutTheMonthsOnTheNearSide() {
        PagedList list = PagedList.HISTORY;
        assertThat(plans(list, NO_FILTER, "-OperationStart", null).getFirst())
                .contains("job_history_2026_03", "job_history_2026_04", "job_history_2026_05");
        String inMarch =
                new Cursor(list.table, "-OperationStart", NO_FILTER).text(Arrays.asList("2026-03-20T00:00:00Z", null));
        assertThat(plans(list, NO_FILTER, "-OperationStart", inMarch).getFirst())
                .contains("job_history_2026_03")
                .doesNotContain("job_history_2026_04", "job_history_2026_05");
    }

    @Test
    void aMonthThatIsMadeLaterHasTheStatisticsOfItsTable() {
        assertThat(
                        FIXTURE.one(
                                "SELECT count(*) FROM pg_statistic_ext WHERE stxrelid = CAST('job_history_2026_05' AS regclass)"))
                .isEqualTo(2);
    }

    /** How PostgreSQL goes about each statement of a page. */
    private static List<String> plans(PagedList list, String query, String sort, @Nullable String after) {
        List<String> statements = new ArrayList<>();
        return FIXTURE.database.read(tx -> {
            tx.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                    statements.add(withItsValues(context.getStatement()));
                }
            });
            list.read(tx, list.condition(FIXTURE, query), list.paging(query, sort, after, LIMIT));
            tx.getConfig(SqlStatements.class).setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
            return statements.stream()
                    .map(statement -> explained(tx, statement))
                    .toList();
        });
    }

    private static String withItsValues(PreparedStatement statement) {
        try {
            return statement.unwrap(PGStatement.class).toString();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String explained(Handle tx, String statement) {
        try (var explain = tx.getConnection().createStatement();
                var rows = explain.executeQuery("EXPLAIN " + statement)) {
            StringBuilder plan = new StringBuilder();
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }
}
