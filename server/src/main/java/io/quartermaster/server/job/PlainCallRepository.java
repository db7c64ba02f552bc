package io.quartermaster.server.job;

import io.quartermaster.server.query.WrittenGuid;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Locks what calls about jobs need, of those calls about which there is nothing to decide: their session holds, and their
 * job is where the call expects it. What somebody else has locked is passed over, so that no call waits for the job of
 * another one; neither is a job of a certificate store among them, whose store has to be locked before.
 *
 * <p>Every method works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class PlainCallRepository {
    private static final String APPROVED_AGENT = "JOIN agent g ON g.id = s.agent_id AND g.status = 2";

    /**
     * A call as it was sent.
     *
     * @param auditId of the attempt; zero where the call names none
     */
    record Sent(@Nullable String sessionToken, @Nullable String jobId, long auditId) {}

    /**
     * A call whose job is locked.
     *
     * @param position from 0, in the list of calls
     * @param username the account of the agent that owns the session
     */
    record Locked(int position, String username, UUID sessionToken, ScheduledJob job) {}

    /** The calls that ask for a job that is on the schedule and waits to be handed out. */
    List<Locked> lockWaiting(Handle tx, List<Sent> calls, Instant now) {
        return tx.createQuery("SELECT c.position - 1 AS position, g.username, s.token, " + JobRepository.COLUMNS + """
                          FROM unnest(CAST(:tokens AS uuid[]), CAST(:jobIds AS uuid[])) WITH ORDINALITY
                               AS c (token, job_id, position)
                          JOIN agent_session s ON s.token = c.token AND s.superseded_at IS NULL AND s.expires_at > :now
                        """
                        + APPROVED_AGENT + """
                          JOIN scheduled_job j ON j.agent_id = s.agent_id AND j.id = c.job_id AND j.state = 'SCHEDULED'
                                              AND j.store_id IS NULL
                           FOR UPDATE OF j SKIP LOCKED FOR KEY SHARE OF s SKIP LOCKED
                        """)
                .bindArray("tokens", UUID.class, ids(calls, Sent::sessionToken))
                .bindArray("jobIds", UUID.class, ids(calls, Sent::jobId))
                .bind("now", now)
                .map(PlainCallRepository::locked)
                .list();
    }

    /** @param attempt the one in process that the call is about, begun with its session */
    record LockedAttempt(Locked call, Attempt attempt) {}

    /** The calls that end the attempt in process of a job that is on the schedule. */
    List<LockedAttempt> lockInProcess(Handle tx, List<Sent> calls) {
        return tx.createQuery(
                        "SELECT c.position - 1 AS position, g.username, s.token, a.history_id, a.operation_start, "
                                + JobRepository.COLUMNS + """
                          FROM unnest(CAST(:tokens AS uuid[]), CAST(:jobIds AS uuid[]), CAST(:historyIds AS bigint[]))
                               WITH ORDINALITY AS c (token, job_id, history_id, position)
                          JOIN agent_session s ON s.token = c.token
                        """ + APPROVED_AGENT + """
                          JOIN attempt_in_process a ON a.agent_id = s.agent_id AND a.job_id = c.job_id
                                                   AND a.history_id = c.history_id AND a.session_token = s.token
                                                   AND a.store_id IS NULL
                          JOIN scheduled_job j ON j.agent_id = a.agent_id AND j.id = a.job_id AND j.state = 'IN_PROCESS'
                           FOR UPDATE OF j, a SKIP LOCKED
                        """)
                .bindArray("tokens", UUID.class, ids(calls, Sent::sessionToken))
                .bindArray("jobIds", UUID.class, ids(calls, Sent::jobId))
                .bindArray(
                        "historyIds",
                        Long.class,
                        calls.stream().map(Sent::auditId).toList())
                .map((row, context) -> {
                    Locked call = locked(row, context);
                    return new LockedAttempt(
                            call,
                            Attempt.of(
                                    call.job(),
                                    row.getLong("history_id"),
                                    JobRows.instant(row, "operation_start"),
                                    call.sessionToken()));
                })
                .list();
    }

    /** Null for what is none: no row has that. */
    private static @Nullable Object[] ids(List<Sent> calls, Function<Sent, @Nullable String> text) {
        return calls.stream()
                .map(call -> WrittenGuid.read(text.apply(call)).orElse(null))
                .toArray();
    }

    private static Locked locked(ResultSet row, StatementContext context) throws SQLException {
        return new Locked(
                row.getInt("position"),
                row.getString("username"),
                JobRows.uuid(row, "token"),
                JobRows.scheduledJob(row, context));
    }
}
