package io.quartermaster.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * The limit: two statements of bare JDBC for a job, each committed by itself. The first locks the job that the agent names and
 * writes the attempt, its history, the job's new state and the event; the second closes the history, removes the job and the
 * attempt, and writes the event. So the same rows as ours, without session, refusals, controls and what the agent is told.
 */
final class RawHandout implements Handout {
    private static final String CLAIM = claim("""
            SELECT agent_id, id, store_id, CAST(? AS uuid) AS token FROM scheduled_job
             WHERE agent_id = ? AND id = ? AND state = 'SCHEDULED' AND next_run <= now()
               FOR UPDATE
            """);

    private static final String COMPLETE = complete("SELECT CAST(? AS uuid), CAST(? AS uuid), CAST(? AS bigint)");

    private final DataSource dataSource;

    RawHandout(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param due locks the jobs: agent_id, id, store_id and the token of the session */
    static String claim(String due) {
        return """
                WITH due AS (%s), begun AS (
                  INSERT INTO attempt_in_process
                         (agent_id, job_id, history_id, operation_start, store_id, session_token, lost_after)
                  SELECT agent_id, id, nextval('job_history_id'), now(), store_id, token, now() + interval '1 hour' FROM due
                  RETURNING agent_id, job_id, history_id, operation_start, session_token
                ), advanced AS (
                  UPDATE scheduled_job j
                     SET state = 'IN_PROCESS', last_attempt_id = b.history_id, last_attempt_start = b.operation_start
                    FROM begun b
                   WHERE j.agent_id = b.agent_id AND j.id = b.job_id
                  RETURNING j.*
                ), recorded AS (
                  INSERT INTO job_history
                         (agent_id, id, operation_start, job_id, kind, job_type_id, job_type, agent_machine, store_id,
                          client_machine, store_path, target, schedule, requested_at, requested_by, retry_count, priority,
                          fields, result, status)
                  SELECT j.agent_id, j.last_attempt_id, j.last_attempt_start, j.id, j.kind, j.job_type_id, j.job_type,
                         g.client_machine, j.store_id, j.client_machine, j.store_path, j.target, j.schedule, j.requested_at,
                         j.requested_by, j.retry_count, j.priority, j.fields, 0, 2
                    FROM advanced j JOIN agent g ON g.id = j.agent_id
                ), noted AS (
                  INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id)
                  SELECT agent_id, job_id, operation_start, 'HANDED_OUT', 'session ' || session_token, history_id FROM begun
                )
                SELECT agent_id, job_id, history_id FROM begun
                """.formatted(due);
    }

    /** @param reported what agents say: agent, job, number of the attempt */
    static String complete(String reported) {
        return """
                WITH reported (agent_id, job_id, history_id) AS (%s), ended AS (
                  DELETE FROM attempt_in_process a
                   USING reported r
                   WHERE a.agent_id = r.agent_id AND a.job_id = r.job_id AND a.history_id = r.history_id
                  RETURNING a.agent_id, a.job_id, a.history_id, a.operation_start, a.session_token
                ), closed AS (
                  UPDATE job_history h
                     SET operation_end = now(), result = 2, message = '', lost = false, status = 3
                    FROM ended e
                   WHERE h.agent_id = e.agent_id AND h.id = e.history_id AND h.operation_start = e.operation_start
                     AND h.status = 2
                ), removed AS (
                  DELETE FROM scheduled_job j
                   USING ended e
                   WHERE j.agent_id = e.agent_id AND j.id = e.job_id AND j.state = 'IN_PROCESS'
                )
                INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id, detail)
                SELECT agent_id, job_id, now(), 'COMPLETED', 'session ' || session_token, history_id, '' FROM ended
                """.formatted(reported);
    }

    @Override
    public void run(List<Errand> errands) throws SQLException {
        for (Errand errand : errands) {
            complete(errand, claim(errand));
        }
    }

    private long claim(Errand errand) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setObject(1, errand.sessionToken());
            statement.setObject(2, errand.agentId());
            statement.setObject(3, errand.jobId());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("Job " + errand.jobId() + " was not there");
                }
                return row.getLong("history_id");
            }
        }
    }

    private void complete(Errand errand, long historyId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
            statement.setObject(1, errand.agentId());
            statement.setObject(2, errand.jobId());
            statement.setLong(3, historyId);
            statement.executeUpdate();
        }
    }
}
