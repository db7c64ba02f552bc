package io.quartermaster.server.job;

import io.quartermaster.server.http.RowPage;
import io.quartermaster.server.http.RowPaging;
import io.quartermaster.server.query.RowOrder;
import io.quartermaster.server.query.RowPlace;
import io.quartermaster.server.query.RowRange;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads jobs and history from row to row, along an index: a page far down costs what the first one costs. Works in the
 * caller's transaction. Safe for many threads.
 */
@Singleton
public class JobPageRepository {
    private static final String SCHEDULED = "scheduled_job j WHERE " + JobRepository.LISTED;
    private static final String HISTORY = "job_history h WHERE TRUE";

    /** As its index says it. */
    private static final String FAILURES =
            "job_history h WHERE h.result IN (3, 4) AND h.status IN (3, 5) AND h.operation_start >= :since";

    private static final String JOB_COLUMNS = """
            j.id, j.agent_id, j.kind, j.job_type, j.store_id, j.client_machine, j.store_path, j.target, j.schedule,
            j.next_run, j.requested_at, j.requested_by, j.state, j.retry_count, j.priority,
            (SELECT g.client_machine FROM agent g WHERE g.id = j.agent_id) AS agent_machine
            """;

    private static final String ATTEMPT_COLUMNS = """
            h.id, h.agent_id, h.agent_machine, h.job_id, h.kind, h.job_type, h.store_id, h.client_machine, h.store_path,
            h.target, h.schedule, h.operation_start, h.operation_end, h.requested_at, h.requested_by, h.retry_count,
            h.message, h.result, h.status, h.lost, h.verified, h.verification
            """;

    private record Placed<T>(T row, @Nullable Object place, Object tie) {}

    /** One page of what is on the schedule. */
    RowPage<JobLine> jobs(Handle tx, SqlCondition condition, RowPaging paging) {
        return page(tx, JOB_COLUMNS, SCHEDULED, condition, paging, JobPageRepository::job);
    }

    /** One page of the history. */
    RowPage<ListedAttempt> history(Handle tx, SqlCondition condition, RowPaging paging) {
        return page(tx, ATTEMPT_COLUMNS, HISTORY, condition, paging, JobPageRepository::attempt);
    }

    /** What is on the schedule and fits; looks at no more of it than are asked for. */
    RowCount countJobs(Handle tx, SqlCondition condition, int max) {
        return count(tx, SCHEDULED, condition, max);
    }

    /** What of the history fits, in the same way. */
    RowCount countHistory(Handle tx, SqlCondition condition, int max) {
        return count(tx, HISTORY, condition, max);
    }

    /** Failures and warnings that nobody has acknowledged, begun since then, in the same way. */
    RowCount countFailures(Handle tx, SqlCondition condition, Instant since, int max) {
        Map<String, Object> bindings = new HashMap<>(condition.bindings());
        bindings.put("since", since);
        return count(tx, FAILURES, new SqlCondition(condition.sql(), bindings), max);
    }

    /** One job on the schedule or in process. */
    Optional<JobInFull> find(Handle tx, UUID jobId) {
        return tx.createQuery("SELECT " + JOB_COLUMNS + """
                               , j.job_type_id, j.fields, j.last_attempt_id, j.last_attempt_start, j.overlap,
                               j.jitter_seconds, j.rollout_id
                          FROM scheduled_job j WHERE j.id = :jobId
                        """)
                .bind("jobId", jobId)
                .map((row, context) -> new JobInFull(
                        job(row, context),
                        JobRows.uuid(row, "job_type_id"),
                        JobRows.json(row.getString("fields")),
                        Overlap.valueOf(row.getString("overlap")),
                        row.getInt("jitter_seconds"),
                        row.getObject("rollout_id", UUID.class),
                        row.getObject("last_attempt_id") == null
                                ? null
                                : attempt(tx, JobRows.uuid(row, "agent_id"), row.getLong("last_attempt_id"), row)))
                .findOne();
    }

    // The start is given too: it names the partition.
    private static @Nullable ListedAttempt attempt(Handle tx, UUID agentId, long historyId, ResultSet job)
            throws SQLException {
        return tx.createQuery("SELECT " + ATTEMPT_COLUMNS + """
                          FROM job_history h
                         WHERE h.agent_id = :agentId AND h.id = :historyId AND h.operation_start = :start
                        """)
                .bind("agentId", agentId)
                .bind("historyId", historyId)
                .bind("start", JobRows.instant(job, "last_attempt_start"))
                .map(JobPageRepository::attempt)
                .findOne()
                .orElse(null);
    }

    private static <T> RowPage<T> page(
            Handle tx, String columns, String rows, SqlCondition condition, RowPaging paging, RowMapper<T> mapper) {
        RowOrder order = paging.order();
        int wanted = paging.limit() + 1;
        List<Placed<T>> found = new ArrayList<>();
        for (RowRange range : order.from(paging.after())) {
            if (found.size() < wanted) {
                found.addAll(tx.createQuery("SELECT " + columns + ", " + order.columns() + " FROM " + rows + " AND "
                                + range.condition().sql() + " AND " + condition.sql() + " ORDER BY " + range.orderBy()
                                + " LIMIT :limit")
                        .bindMap(range.condition().bindings())
                        .bindMap(condition.bindings())
                        .bind("limit", wanted - found.size())
                        .map((row, context) ->
                                new Placed<>(mapper.map(row, context), row.getObject("place"), row.getObject("tie")))
                        .list());
            }
        }
        List<Placed<T>> shown = found.subList(0, Math.min(paging.limit(), found.size()));
        return new RowPage<>(
                shown.stream().map(Placed::row).toList(),
                found.size() < wanted ? null : paging.next(between(shown.getLast(), found.getLast())));
    }

    private static RowPlace between(Placed<?> last, Placed<?> next) {
        return RowPlace.between(last.place(), last.tie(), next.place());
    }

    private static RowCount count(Handle tx, String rows, SqlCondition condition, int max) {
        return RowCount.of(
                tx.createQuery("SELECT count(*) FROM (SELECT FROM " + rows + " AND " + condition.sql()
                                + " LIMIT :limit) AS found")
                        .bindMap(condition.bindings())
                        .bind("limit", max + 1)
                        .mapTo(Long.class)
                        .one(),
                max);
    }

    private static JobLine job(ResultSet row, StatementContext context) throws SQLException {
        return new JobLine(
                JobRows.uuid(row, "id"),
                JobRows.uuid(row, "agent_id"),
                row.getString("agent_machine"),
                JobKind.valueOf(row.getString("kind")),
                row.getString("job_type"),
                JobRows.store(row),
                row.getString("target"),
                Schedule.ofText(row.getString("schedule")),
                JobRows.instant(row, "next_run"),
                JobRows.instant(row, "requested_at"),
                row.getString("requested_by"),
                row.getString("state").equals("IN_PROCESS"),
                row.getInt("retry_count"),
                row.getInt("priority"));
    }

    private static ListedAttempt attempt(ResultSet row, StatementContext context) throws SQLException {
        return new ListedAttempt(
                JobRows.historyRow(row, context),
                JobRows.uuid(row, "agent_id"),
                JobKind.valueOf(row.getString("kind")),
                row.getObject("store_id", UUID.class),
                row.getString("target"),
                JobRows.instant(row, "requested_at"),
                row.getString("requested_by"),
                row.getInt("retry_count"),
                row.getBoolean("lost"),
                Verified.ofNumber(row.getObject("verified", Integer.class)),
                row.getString("verification"));
    }
}
