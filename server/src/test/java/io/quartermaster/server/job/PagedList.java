package io.quartermaster.server.job;

import io.quartermaster.server.http.RowPage;
import io.quartermaster.server.http.RowPaging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.RowOrders;
import io.quartermaster.server.query.SqlCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The two lists that are read from row to row, by the ids of their rows. */
enum PagedList {
    JOBS("scheduled_job") {
        @Override
        RowPage<String> page(JobFixture fixture, RowPaging paging) {
            return new BrowseJobs(fixture.database, PAGES, fixture.clock)
                    .run(CustomFixture.READER, paging)
                    .map(job -> job.jobId().toString());
        }

        @Override
        void read(Handle tx, SqlCondition condition, RowPaging paging) {
            PAGES.jobs(tx, condition, paging);
        }
    },
    HISTORY("job_history") {
        @Override
        RowPage<String> page(JobFixture fixture, RowPaging paging) {
            return new BrowseHistory(fixture.database, PAGES, fixture.clock)
                    .run(CustomFixture.READER, paging)
                    .map(attempt -> String.valueOf(attempt.row().historyId()));
        }

        @Override
        void read(Handle tx, SqlCondition condition, RowPaging paging) {
            PAGES.history(tx, condition, paging);
        }
    };

    private static final JobPageRepository PAGES = new JobPageRepository();

    final String table;

    PagedList(String table) {
        this.table = table;
    }

    /** Name of each sort and the column it is about. */
    Map<String, String> sorts() {
        return switch (this) {
            case JOBS -> Map.of("Requested", "requested_at", "NextRun", "next_run", "AgentId", "agent_id", "Id", "id");
            case HISTORY ->
                Map.of(
                        "OperationStart", "operation_start",
                        "OperationEnd", "operation_end",
                        "AgentId", "agent_id",
                        "JobId", "job_id",
                        "JobHistoryId", "id");
        };
    }

    abstract RowPage<String> page(JobFixture fixture, RowPaging paging);

    abstract void read(Handle tx, SqlCondition condition, RowPaging paging);

    RowPaging paging(String query, String sort, @Nullable String after, int limit) {
        RowOrders orders = this == JOBS ? JobOrders.SCHEDULED : JobOrders.HISTORY;
        return RowPaging.of(table, query, orders.read(sort), after, limit);
    }

    /** The list from its start to its end, in pages of changing length. */
    List<String> walk(JobFixture fixture, String query, String sort, IntSupplier limit) {
        List<String> rows = new ArrayList<>();
        @Nullable String next = null;
        do {
            RowPage<String> page = page(fixture, paging(query, sort, next, limit.getAsInt()));
            rows.addAll(page.items());
            next = page.next();
        } while (next != null);
        return rows;
    }

    SqlCondition condition(JobFixture fixture, String query) {
        return QueryAnalyzer.listCondition(
                query,
                this == JOBS ? JobFields.SCHEDULED : JobFields.HISTORY,
                new QueryContext(fixture.now(), "somebody"));
    }

    /** What stands in the column of a sort in all rows, as PostgreSQL sorts it. */
    List<String> sortedValues(JobFixture fixture, String sort, boolean descending) {
        String column = Objects.requireNonNull(sorts().get(sort));
        return fixture.database.read(tx -> tx.createQuery("SELECT coalesce(CAST(" + column + " AS text), 'none') FROM "
                        + table + " ORDER BY " + column + (descending ? " DESC" : ""))
                .mapTo(String.class)
                .list());
    }

    /** What stands in the column of a sort in these rows. */
    List<String> values(JobFixture fixture, String sort, List<String> ids) {
        String column = Objects.requireNonNull(sorts().get(sort));
        return fixture.database.read(tx -> tx.createQuery("SELECT coalesce(CAST(t." + column + " AS text), 'none')"
                        + " FROM unnest(CAST(:ids AS text[])) WITH ORDINALITY AS i (id, position) JOIN " + table
                        + " t ON CAST(t.id AS text) = i.id ORDER BY i.position")
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .list());
    }
}
