package io.quartermaster.server.job;

import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Which jobs the bulk operations changed, as long as that is kept. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class KeptJobRepository {
    private static final UUID FIRST = new UUID(0, 0);
    private static final String OF_OPERATION = "u.operation_id = :operationId";

    /** Some of the jobs of an unschedule, by id. An undo has those of the unschedule that it took back. */
    public List<KeptJob> unscheduled(Handle tx, UUID operationId, @Nullable UUID after, int limit) {
        return tx.createQuery("""
                        SELECT u.id AS job_id, NULL AS history_id, u.agent_id, u.job_type, u.target, u.restored_as AS new_job_id,
                               coalesce((SELECT g.client_machine FROM agent g WHERE g.id = u.agent_id), '') AS agent_machine
                          FROM unscheduled_job u
                         WHERE u.operation_id = :operationId AND u.id > :after
                         ORDER BY u.id LIMIT :limit
                        """)
                .bind("operationId", operationId)
                .bind("after", after == null ? FIRST : after)
                .bind("limit", limit)
                .map(KeptJobRepository::keptJob)
                .list();
    }

    /**
     * Some of the history rows of a reschedule or an acknowledgement, by number. Of one that is not kept any more, only
     * what it was is unknown.
     */
    public List<KeptJob> attempts(Handle tx, UUID operationId, long after, int limit) {
        return tx.createQuery("""
                        SELECT c.job_id, c.history_id, c.agent_id, coalesce(h.job_type, '') AS job_type,
                               coalesce(h.store_path, h.target) AS target, c.new_job_id,
                               coalesce(h.agent_machine, '') AS agent_machine
                          FROM changed_attempt c
                          LEFT JOIN job_history h ON h.id = c.history_id AND h.agent_id = c.agent_id
                         WHERE c.operation_id = :operationId AND c.history_id > :after
                         ORDER BY c.history_id LIMIT :limit
                        """)
                .bind("operationId", operationId)
                .bind("after", after)
                .bind("limit", limit)
                .map(KeptJobRepository::keptJob)
                .list();
    }

    /**
     * Holds what the jobs of an unschedule need to be put back: their custom job types, agents, certificate stores and
     * rollouts, in the order in which all commands take locks. Until the transaction ends, none is changed or deleted.
     */
    public void holdNeeds(Handle tx, UUID operationId) {
        hold(tx, operationId, "custom_job_type", "job_type_id");
        hold(tx, operationId, "agent", "agent_id");
        hold(tx, operationId, "certificate_store", "store_id");
        hold(tx, operationId, "rollout", "rollout_id");
    }

    private static void hold(Handle tx, UUID operationId, String table, String column) {
        tx.createQuery("SELECT n.id FROM " + table + " n WHERE n.id IN (SELECT u." + column
                        + " FROM unscheduled_job u WHERE u.operation_id = :operationId) ORDER BY n.id FOR SHARE")
                .bind("operationId", operationId)
                .mapTo(UUID.class)
                .list();
    }

    /** The jobs of an unschedule that cannot be put back, each with the reason, at most one more than a refusal names. */
    public List<FailedOperation> notRestorable(Handle tx, JobOperation unschedule) {
        return JobTable.UNSCHEDULED.refused(
                tx,
                new SqlCondition(
                        OF_OPERATION, Map.of("operationId", unschedule.id(), "unscheduledAt", unschedule.at())),
                Restorable.CONDITIONS);
    }

    /** The containers of the stores of an unschedule's jobs that are out of a caller's reach; empty = no container. */
    public List<Optional<Integer>> containersOutside(Handle tx, JobOperation unschedule, ContainerScope scope) {
        return JobTable.UNSCHEDULED.containersOutside(
                tx, new SqlCondition(OF_OPERATION, Map.of("operationId", unschedule.id())), scope);
    }

    /** An operation whose jobs need not be kept any longer, locked; passes over those that another server is at. */
    Optional<UUID> lockOutlived(Handle tx, Instant now) {
        return tx.createQuery("""
                        SELECT id FROM job_operation
                         WHERE jobs_kept AND jobs_kept_until <= :now
                         ORDER BY jobs_kept_until LIMIT 1
                           FOR UPDATE SKIP LOCKED
                        """).bind("now", now).mapTo(UUID.class).findOne();
    }

    /** Forgets jobs of an operation, at most so many of each table; notes when none is left. */
    void forget(Handle tx, UUID operationId, int limit) {
        tx.createUpdate("""
                        WITH jobs AS (
                          DELETE FROM unscheduled_job
                           WHERE operation_id = :id
                             AND id IN (SELECT id FROM unscheduled_job WHERE operation_id = :id ORDER BY id LIMIT :limit)
                          RETURNING id
                        ), attempts AS (
                          DELETE FROM changed_attempt
                           WHERE operation_id = :id
                             AND history_id IN (SELECT history_id FROM changed_attempt WHERE operation_id = :id
                                                 ORDER BY history_id LIMIT :limit)
                          RETURNING history_id
                        )
                        UPDATE job_operation
                           SET jobs_kept = false
                         WHERE id = :id AND (SELECT count(*) FROM jobs) < :limit AND (SELECT count(*) FROM attempts) < :limit
                        """).bind("id", operationId).bind("limit", limit).execute();
    }

    private static KeptJob keptJob(ResultSet row, StatementContext context) throws SQLException {
        long historyId = row.getLong("history_id");
        boolean scheduled = row.wasNull();
        return new KeptJob(
                JobRows.uuid(row, "job_id"),
                scheduled ? null : historyId,
                JobRows.uuid(row, "agent_id"),
                row.getString("agent_machine"),
                row.getString("job_type"),
                row.getString("target"),
                row.getObject("new_job_id", UUID.class));
    }
}
