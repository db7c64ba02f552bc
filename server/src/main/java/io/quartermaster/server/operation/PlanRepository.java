package io.quartermaster.server.operation;

import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JudgedSelection;
import io.quartermaster.server.job.Refusals;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Plans and what they found. Works in the caller's transaction, on sets. Safe for many threads. */
@Singleton
public class PlanRepository {
    static final int EXAMPLES_MAX = 5;

    private static final String SELECT = """
            SELECT p.id, p.action, p.at, p.actor, p.reason, p.query, p.selection, p.expires_at, p.hash, p.operation_id
              FROM plan p
            """;

    /** Writes a plan, without what it found. */
    void insert(Handle tx, Plan plan) {
        tx.createUpdate("""
                        INSERT INTO plan (id, action, at, actor, reason, query, selection, expires_at, hash)
                        VALUES (:id, :action, :at, :actor, :reason, :query, :selection, :expiresAt, :hash)
                        """)
                .bind("id", plan.id())
                .bind("action", plan.action().name())
                .bind("at", plan.at())
                .bind("actor", plan.actor())
                .bind("reason", plan.reason())
                .bind("query", plan.query())
                .bind("selection", plan.selection())
                .bind("expiresAt", plan.expiresAt())
                .bind("hash", plan.hash())
                .execute();
    }

    /** Writes what a plan finds: every row that it looks at, judged. @return how many, at most one more than allowed */
    long judge(Handle tx, UUID planId, JudgedSelection selection, ContainerScope scope) {
        SqlCondition rows = selection.rows(scope);
        return tx.createUpdate(
                        "INSERT INTO plan_job (plan_id, position, agent_id, job_id, history_id, kind, container_id, code)"
                                + " SELECT :planId, row_number() OVER (ORDER BY r.history_id, r.job_id), r.agent_id, r.job_id, r.history_id,"
                                + " r.kind, r.container_id, r.code FROM (" + rows.sql() + ") r LIMIT :limit")
                .bind("planId", planId)
                .bindMap(rows.bindings())
                .bind("limit", Plan.JOBS_MAX + 1)
                .execute();
    }

    /** Adds the ids that belong to no job. */
    void addUnknownJobs(Handle tx, UUID planId, List<UUID> jobIds) {
        tx.createUpdate("""
                        INSERT INTO plan_job (plan_id, position, job_id, code)
                        SELECT :planId, (SELECT count(*) FROM plan_job p WHERE p.plan_id = :planId) + row_number() OVER (ORDER BY u.id),
                               u.id, :code
                          FROM unnest(CAST(:ids AS uuid[])) AS u (id)
                         WHERE NOT EXISTS (SELECT FROM scheduled_job j WHERE j.id = u.id)
                        """)
                .bind("planId", planId)
                .bind("code", PlanWords.UNKNOWN_ID)
                .bindArray("ids", UUID.class, jobIds)
                .execute();
    }

    /** Adds the numbers that no row of the history has. */
    void addUnknownAttempts(Handle tx, UUID planId, List<Long> historyIds) {
        tx.createUpdate("""
                        INSERT INTO plan_job (plan_id, position, history_id, code)
                        SELECT :planId, (SELECT count(*) FROM plan_job p WHERE p.plan_id = :planId) + row_number() OVER (ORDER BY u.id),
                               u.id, :code
                          FROM unnest(CAST(:ids AS bigint[])) AS u (id)
                         WHERE NOT EXISTS (SELECT FROM job_history h WHERE h.id = u.id)
                        """)
                .bind("planId", planId)
                .bind("code", PlanWords.UNKNOWN_ID)
                .bindArray("ids", Long.class, historyIds)
                .execute();
    }

    /** Fixes what was found under a hash. */
    void seal(Handle tx, UUID planId) {
        tx.createUpdate("""
                        UPDATE plan
                           SET hash = (SELECT encode(sha256(convert_to(plan.action || coalesce(string_agg(
                                                concat(' ', j.history_id, j.job_id, '=', j.code), '' ORDER BY j.history_id, j.job_id), ''),
                                              'UTF8')), 'hex')
                                         FROM plan_job j WHERE j.plan_id = plan.id)
                         WHERE id = :planId
                        """).bind("planId", planId).execute();
    }

    /** One plan. */
    Optional<Plan> find(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE p.id = :id")
                .bind("id", id)
                .map(PlanRepository::plan)
                .findOne();
    }

    /** One plan, locked: it is applied once. */
    Optional<Plan> lock(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE p.id = :id FOR UPDATE")
                .bind("id", id)
                .map(PlanRepository::plan)
                .findOne();
    }

    /** What a plan found, in numbers. */
    PlanSummary summary(Handle tx, Plan plan) {
        PlanWords words = new PlanWords(plan.action(), plan.byQuery());
        Map<String, PlanSummary.Group> groups = new LinkedHashMap<>();
        tx.createQuery("""
                        SELECT code, kind, container_id, count(*) AS jobs,
                               array_agg(coalesce(CAST(history_id AS text), CAST(job_id AS text)) ORDER BY position)
                                 FILTER (WHERE place <= :examples) AS examples
                          FROM (SELECT p.*, row_number() OVER (PARTITION BY code, kind, container_id ORDER BY position) AS place
                                  FROM plan_job p
                                 WHERE p.plan_id = :planId AND p.code IS NOT NULL) AS unchanged
                         GROUP BY code, kind, container_id
                         ORDER BY code, kind, container_id
                        """)
                .bind("planId", plan.id())
                .bind("examples", EXAMPLES_MAX)
                .map((row, context) -> group(row, words))
                .forEach(group -> groups.merge(group.code() + group.reason(), group, PlanRepository::together));
        return tx.createQuery("""
                        SELECT count(*) AS matched, count(*) FILTER (WHERE code IS NULL) AS would_change,
                               count(DISTINCT agent_id) FILTER (WHERE code IS NULL) AS agents
                          FROM plan_job WHERE plan_id = :planId
                        """)
                .bind("planId", plan.id())
                .map((row, context) -> new PlanSummary(
                        plan,
                        row.getLong("matched"),
                        row.getLong("would_change"),
                        row.getInt("agents"),
                        List.copyOf(groups.values())))
                .one();
    }

    private static PlanSummary.Group group(ResultSet row, PlanWords words) throws SQLException {
        String code = row.getString("code");
        Integer containerId = row.getObject("container_id", Integer.class);
        return new PlanSummary.Group(
                code,
                words.reason(code, kind(row), containerId),
                words.permission(code, containerId),
                words.refuses(code),
                row.getLong("jobs"),
                Arrays.asList((String[]) row.getArray("examples").getArray()));
    }

    private static PlanSummary.Group together(PlanSummary.Group one, PlanSummary.Group other) {
        List<String> examples = new ArrayList<>(one.examples());
        examples.addAll(other.examples());
        return new PlanSummary.Group(
                one.code(),
                one.reason(),
                one.permission(),
                one.refuses(),
                one.count() + other.count(),
                examples.stream().limit(EXAMPLES_MAX).toList());
    }

    /**
     * Some of what a plan found, in its order.
     *
     * @param changes true: what would change; false: what would not; null: both
     */
    List<PlannedJob> jobs(Handle tx, Plan plan, @Nullable Boolean changes, long after, int limit) {
        PlanWords words = new PlanWords(plan.action(), plan.byQuery());
        return tx.createQuery("""
                        SELECT p.position, p.job_id, p.history_id, p.agent_id, p.kind, p.container_id, p.code,
                               coalesce(j.job_type, h.job_type) AS job_type,
                               CASE WHEN p.history_id IS NULL THEN j.target ELSE coalesce(h.store_path, h.target) END AS target,
                               (SELECT g.client_machine FROM agent g WHERE g.id = p.agent_id) AS agent_machine
                          FROM plan_job p
                          LEFT JOIN scheduled_job j ON p.history_id IS NULL AND j.id = p.job_id
                          LEFT JOIN job_history h ON h.id = p.history_id AND h.agent_id = p.agent_id
                         WHERE p.plan_id = :planId AND p.position > :after
                           AND (CAST(:changes AS boolean) IS NULL OR (p.code IS NULL) = :changes)
                         ORDER BY p.position LIMIT :limit
                        """)
                .bind("planId", plan.id())
                .bind("after", after)
                .bind("changes", changes)
                .bind("limit", limit)
                .map((row, context) -> plannedJob(row, words))
                .list();
    }

    private static PlannedJob plannedJob(ResultSet row, PlanWords words) throws SQLException {
        String code = row.getString("code");
        Integer containerId = row.getObject("container_id", Integer.class);
        return new PlannedJob(
                row.getLong("position"),
                row.getObject("job_id", UUID.class),
                row.getObject("history_id", Long.class),
                row.getObject("agent_id", UUID.class),
                row.getString("agent_machine"),
                row.getString("job_type"),
                row.getString("target"),
                code,
                code == null ? null : words.reason(code, kind(row), containerId),
                words.permission(code, containerId));
    }

    private static @Nullable JobKind kind(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return kind == null ? null : JobKind.valueOf(kind);
    }

    /** The condition that is true for what a plan would change. */
    static SqlCondition changes(Plan plan) {
        return members(plan, " AND p.code IS NULL");
    }

    /** The condition that is true for all that a plan was made from by ids. */
    static SqlCondition members(Plan plan) {
        return members(plan, "");
    }

    private static SqlCondition members(Plan plan, String which) {
        String key =
                plan.action() == BulkAction.UNSCHEDULE ? "j.id IN (SELECT p.job_id" : "h.id IN (SELECT p.history_id";
        return new SqlCondition(
                key + " FROM plan_job p WHERE p.plan_id = :planId" + which + ")", Map.of("planId", plan.id()));
    }

    /** Locks what a plan would change, in the order in which all commands lock; waits for whoever holds a row. */
    void lockChanges(Handle tx, Plan plan) {
        SqlCondition changes = changes(plan);
        if (plan.action() == BulkAction.RESCHEDULE) {
            String changed = " IN (SELECT h.%s FROM job_history h WHERE " + changes.sql() + ")";
            lock(tx, "SELECT a.id FROM agent a WHERE a.id" + changed.formatted("agent_id") + " ORDER BY a.id", changes);
            lock(
                    tx,
                    "SELECT j.id FROM scheduled_job j WHERE j.id" + changed.formatted("job_id")
                            + " ORDER BY j.agent_id, j.id",
                    changes);
        }
        String rows = plan.action() == BulkAction.UNSCHEDULE
                ? "SELECT j.id FROM scheduled_job j WHERE " + changes.sql() + " ORDER BY j.agent_id, j.id"
                : "SELECT h.id FROM job_history h WHERE " + changes.sql() + " ORDER BY h.id";
        lock(tx, rows, changes);
    }

    private static void lock(Handle tx, String rows, SqlCondition changes) {
        tx.createQuery("WITH locked AS (" + rows + " FOR UPDATE) SELECT count(*) FROM locked")
                .bindMap(changes.bindings())
                .mapTo(Long.class)
                .one();
    }

    /**
     * How what the command would do now differs from what the plan said it would do. Jobs that would be changed neither
     * then nor now are no difference, except for new ones that refuse the command where all must change.
     *
     * @param refusedForNew whether a new job that refuses the command is a difference too
     * @return empty when there is none
     */
    Optional<PlanDifference> difference(
            Handle tx, Plan plan, JudgedSelection selection, ContainerScope scope, boolean refusedForNew) {
        SqlCondition rows = selection.rows(scope);
        boolean ofHistory = plan.action() != BulkAction.UNSCHEDULE;
        String key = ofHistory ? "history_id" : "job_id";
        String differing = """
                FROM (SELECT * FROM plan_job WHERE plan_id = :planId) p
                FULL JOIN (%2$s) n ON n.%1$s = p.%1$s
                WHERE ((p.plan_id IS NOT NULL AND p.code IS NULL) <> (n.agent_id IS NOT NULL AND n.code IS NULL)
                        AND p.code IS DISTINCT FROM '%3$s')
                   OR (:refusedForNew AND p.plan_id IS NULL AND n.code <> ALL (:passedOver))
                """.formatted(key, rows.sql(), JudgedSelection.NO_PERMISSION);
        String code = """
                CASE WHEN p.plan_id IS NULL THEN '%s' WHEN n.agent_id IS NULL THEN '%s' WHEN n.code IS NULL THEN '%s'
                     ELSE n.code END
                """.formatted(PlanDifference.NEW, PlanDifference.GONE, PlanDifference.POSSIBLE_NOW);
        Map<String, Object> bindings = new HashMap<>(rows.bindings());
        bindings.put("planId", plan.id());
        bindings.put("refusedForNew", refusedForNew);
        bindings.put("passedOver", selection.passedOver().toArray(String[]::new));
        Map<String, Long> counts = new LinkedHashMap<>();
        tx.createQuery("SELECT " + code + " AS code, count(*) AS jobs " + differing + " GROUP BY 1 ORDER BY 1")
                .bindMap(bindings)
                .map((row, context) -> Map.entry(row.getString("code"), row.getLong("jobs")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        List<FailedOperation> named = tx.createQuery("SELECT coalesce(n." + key + ", p." + key + ") AS id, " + code
                        + " AS code, coalesce(n.kind, p.kind) AS kind, n.container_id " + differing
                        + " ORDER BY 1 LIMIT :limit")
                .bindMap(bindings)
                .bind("limit", Refusals.NAMED_MAX)
                .map((row, context) -> new FailedOperation(
                        row.getString("id"),
                        PlanDifference.reason(
                                row.getString("code"),
                                kind(row),
                                row.getObject("container_id", Integer.class),
                                new PlanWords(plan.action(), plan.byQuery()))))
                .list();
        return Optional.of(new PlanDifference(counts, named));
    }

    /** Notes what applying a plan became. */
    void noteApplied(Handle tx, UUID planId, UUID operationId) {
        tx.createUpdate("UPDATE plan SET operation_id = :operationId WHERE id = :id AND operation_id IS NULL")
                .bind("operationId", operationId)
                .bind("id", planId)
                .execute();
    }

    /** Removes some plans that nobody can apply any more, the longest expired first. @return how many */
    int purge(Handle tx, Instant expiredBy, int limit) {
        return tx.createUpdate("""
                        DELETE FROM plan
                         WHERE id IN (SELECT id FROM plan WHERE expires_at <= :expiredBy ORDER BY expires_at LIMIT :limit
                                        FOR UPDATE SKIP LOCKED)
                        """)
                .bind("expiredBy", expiredBy)
                .bind("limit", limit)
                .execute();
    }

    private static Plan plan(ResultSet row, StatementContext context) throws SQLException {
        return new Plan(
                row.getObject("id", UUID.class),
                BulkAction.valueOf(row.getString("action")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("reason"),
                row.getString("query"),
                row.getString("selection"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getString("hash"),
                row.getObject("operation_id", UUID.class));
    }
}
