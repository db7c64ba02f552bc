package io.quartermaster.server.job;

import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.ContainerScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The tables whose rows people change in sets. Whether a row may be changed, and whether it is in a caller's reach, is
 * asked in one way for all of them: by the judges of the command, and by the container of the row's store.
 *
 * <p>Conditions name the table by its alias. Works in the caller's transaction.
 */
public enum JobTable {
    SCHEDULED(
            "scheduled_job j",
            "j",
            "(SELECT g.client_machine FROM agent g WHERE g.id = j.agent_id)",
            "j.last_attempt_start",
            "j.agent_id, j.id",
            "j.id AS job_id, CAST(NULL AS bigint) AS history_id"),
    HISTORY("job_history h", "h", "h.agent_machine", "h.operation_start", "h.id", "h.job_id, h.id AS history_id"),
    UNSCHEDULED(
            "unscheduled_job u",
            "u",
            "coalesce((SELECT g.client_machine FROM agent g WHERE g.id = u.agent_id), 'a deleted orchestrator')",
            "u.last_attempt_start",
            "u.agent_id, u.id",
            "u.id AS job_id, CAST(NULL AS bigint) AS history_id");

    private final String table;
    private final String alias;
    private final String agentMachine;
    private final String attemptStart;
    private final String order;
    private final String keys;

    JobTable(String table, String alias, String agentMachine, String attemptStart, String order, String keys) {
        this.table = table;
        this.alias = alias;
        this.agentMachine = agentMachine;
        this.attemptStart = attemptStart;
        this.order = order;
        this.keys = keys;
    }

    /** The selected rows that one of the judges refuses, each with the first reason, at most one more than a refusal names. */
    List<FailedOperation> refused(Handle tx, SqlCondition selected, List<Judge> judges) {
        String columns = "%1$s.id, %1$s.kind, %1$s.schedule".formatted(alias);
        return tx.createQuery("SELECT " + columns + ", " + agentMachine + " AS agent_machine, " + attemptStart
                        + " AS attempt_start, CASE" + whens(judges) + " END AS code FROM " + table + " WHERE ("
                        + selected.sql() + ") AND " + any(judges) + " ORDER BY " + order + " LIMIT :limit")
                .bindMap(selected.bindings())
                .bind("limit", Refusals.NAMED_MAX + 1)
                .map((row, context) -> {
                    RefusedJob job = new RefusedJob(
                            row.getString("id"),
                            JobKind.valueOf(row.getString("kind")),
                            row.getString("schedule"),
                            row.getString("agent_machine"),
                            JobRows.instantOrNull(row, "attempt_start"));
                    return new FailedOperation(
                            job.id(),
                            Judge.withCode(judges, row.getString("code"))
                                    .reason()
                                    .apply(job));
                })
                .list();
    }

    /**
     * The containers of the selected rows' stores that are out of a caller's reach, as they are now; an empty element
     * stands for rows whose store is in no container, or which have no store yet. Jobs that act on no store need no such
     * right.
     */
    List<Optional<Integer>> containersOutside(Handle tx, SqlCondition selected, ContainerScope scope) {
        if (!(scope instanceof ContainerScope.Only(Set<Integer> reach))) {
            return List.of();
        }
        return tx.createQuery("SELECT DISTINCT s.container_id FROM " + table + " " + store() + " WHERE " + outside()
                        + " AND (" + selected.sql() + ") ORDER BY s.container_id LIMIT :limit")
                .bindMap(selected.bindings())
                .bindArray("reach", Integer.class, List.copyOf(reach))
                .bind("limit", Refusals.NAMED_MAX)
                .map((row, context) -> Optional.ofNullable(row.getObject("container_id", Integer.class)))
                .list();
    }

    /**
     * A SELECT of the rows, each with the code of the first judge that refuses it, or with that of a missing permission, or
     * with that of the first of the last judges, or with none.
     */
    SqlCondition judged(SqlCondition selected, List<Judge> judges, ContainerScope scope, List<Judge> lastJudges) {
        Map<String, Object> bindings = new HashMap<>(selected.bindings());
        String whens = whens(judges);
        if (scope instanceof ContainerScope.Only(Set<Integer> reach)) {
            whens += " WHEN " + outside() + " THEN '" + JudgedSelection.NO_PERMISSION + "'";
            bindings.put("reach", reach.toArray(Integer[]::new));
        }
        whens += whens(lastJudges);
        return new SqlCondition(
                "SELECT " + alias + ".agent_id, " + keys + ", " + alias + ".kind, s.container_id, "
                        + (whens.isEmpty() ? "CAST(NULL AS text)" : "CASE" + whens + " END") + " AS code FROM " + table
                        + " "
                        + store() + " WHERE (" + selected.sql() + ")",
                bindings);
    }

    /** True for the rows that are in a caller's reach now: for the statement that changes them. */
    SqlCondition within(ContainerScope scope) {
        return scope instanceof ContainerScope.Only(Set<Integer> reach)
                ? new SqlCondition(
                        "NOT EXISTS (SELECT FROM (VALUES (1)) AS one " + store() + " WHERE " + outside() + ")",
                        Map.of("reach", reach.toArray(Integer[]::new)))
                : new SqlCondition("true", Map.of());
    }

    private String store() {
        return "LEFT JOIN certificate_store s ON s.id = " + alias + ".store_id";
    }

    private String outside() {
        return "(%1$s.store_id IS NOT NULL OR %1$s.kind = 'DISCOVERY') AND (s.container_id IS NULL OR s.container_id <> ALL (:reach))"
                .formatted(alias);
    }

    private static String whens(List<Judge> judges) {
        return judges.stream()
                .map(judge -> " WHEN " + judge.refusedWhen() + " THEN '" + judge.code() + "'")
                .collect(Collectors.joining());
    }

    private static String any(List<Judge> judges) {
        return judges.stream()
                .map(judge -> "(" + judge.refusedWhen() + ")")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }
}
