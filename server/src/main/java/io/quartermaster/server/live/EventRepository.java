package io.quartermaster.server.live;

import io.quartermaster.server.job.JobFields;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order (transaction, id), of finished transactions only: one is passed over as long as any older
 * transaction of the database still runs, since that may yet write events that stand before it. So whoever goes on from
 * the last event has seen all that stand before it.
 *
 * <p>What an event was about is looked up when it is read, so that writing stays cheap: from the job on the schedule,
 * else from its history, else from the event with which it left. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class EventRepository {
    /** Some events after one, each with what it was about. */
    private static final String EVENTS = """
            SELECT v.transaction, v.id, v.at, v.event, v.job_id, v.agent_id, v.history_id, v.detail,
                   coalesce(v.kind, j.kind, h.kind, x.kind) AS kind,
                   coalesce(v.job_type, j.job_type, h.job_type, x.job_type) AS job_type,
                   coalesce(v.store_id, j.store_id, h.store_id, x.store_id) AS store_id,
                   g.client_machine AS agent_machine,
                   CASE WHEN starts_with(v.actor, 'session ') THEN 'agent' ELSE v.actor END AS who,
                   CASE WHEN starts_with(v.actor, 'session ') THEN substr(v.actor, 9, 8) END AS session,
                   CASE WHEN v.event IN ('COMPLETED', 'LATE_COMPLETION') THEN
                     (SELECT a.result FROM job_history a WHERE a.agent_id = v.agent_id AND a.id = v.history_id) END AS result
              FROM (SELECT * FROM job_event
                     WHERE transaction >= CAST(CAST(:transaction AS text) AS xid8)
                       AND (transaction, id) > (CAST(CAST(:transaction AS text) AS xid8), CAST(:id AS bigint))
                       AND transaction < pg_snapshot_xmin(pg_current_snapshot())
                     ORDER BY transaction, id LIMIT :limit) v
              LEFT JOIN agent g ON g.id = v.agent_id
              LEFT JOIN scheduled_job j ON j.agent_id = v.agent_id AND j.id = v.job_id
              LEFT JOIN LATERAL (SELECT n.kind, n.job_type, n.store_id FROM job_history n
                                  WHERE n.job_id = v.job_id AND v.kind IS NULL AND j.kind IS NULL
                                  ORDER BY n.id DESC LIMIT 1) h ON true
              LEFT JOIN LATERAL (SELECT l.kind, l.job_type, l.store_id FROM job_event l
                                  WHERE l.agent_id = v.agent_id AND l.job_id = v.job_id AND l.kind IS NOT NULL
                                    AND v.kind IS NULL AND j.kind IS NULL AND h.kind IS NULL
                                  ORDER BY l.id LIMIT 1) x ON true
            """;

    /**
     * One event.
     *
     * @param chosenBy which of the given conditions it meets
     */
    record Read(EventCursor cursor, LiveEvent event, BitSet chosenBy) {}

    /** The place after the newest event that can be told now. */
    EventCursor newest(Handle tx) {
        long database = database(tx);
        return tx.createQuery("""
                        SELECT CAST(CAST(transaction AS text) AS bigint) AS transaction, id FROM job_event
                         WHERE transaction < pg_snapshot_xmin(pg_current_snapshot())
                         ORDER BY transaction DESC, id DESC LIMIT 1
                        """)
                .map((row, context) -> new EventCursor(database, row.getLong("transaction"), row.getLong("id")))
                .findOne()
                .orElse(new EventCursor(database, 0, 0));
    }

    /** Whether the event of a place is still there, and was counted by this PostgreSQL. The beginning always is. */
    boolean isKept(Handle tx, EventCursor cursor) {
        if (cursor.database() != database(tx)) {
            return false;
        }
        return (cursor.transaction() == 0 && cursor.id() == 0)
                || tx.createQuery("""
                        SELECT EXISTS (SELECT FROM job_event
                                        WHERE transaction = CAST(CAST(:transaction AS text) AS xid8) AND id = :id)
                        """)
                        .bind("transaction", cursor.transaction())
                        .bind("id", cursor.id())
                        .mapTo(Boolean.class)
                        .one();
    }

    /**
     * The events that follow a place.
     *
     * @param conditions over {@link EventFields#EVENTS}; all events are given, whichever of these they meet
     */
    List<Read> after(Handle tx, EventCursor cursor, List<SqlCondition> conditions, int limit) {
        List<SqlCondition> named = IntStream.range(0, conditions.size())
                .mapToObj(i -> conditions.get(i).under("c" + i))
                .toList();
        String chosen = IntStream.range(0, named.size())
                .mapToObj(i -> ", coalesce(" + named.get(i).sql() + ", false) AS chosen_by_" + i)
                .collect(Collectors.joining());
        Query query = tx.createQuery("SELECT e.*, " + JobFields.generic("e") + " AS kind_name" + chosen + " FROM ("
                + EVENTS + ") e ORDER BY e.transaction, e.id");
        named.forEach(condition -> query.bindMap(condition.bindings()));
        return query.bind("transaction", cursor.transaction())
                .bind("id", cursor.id())
                .bind("limit", limit)
                .map((row, context) -> read(row, cursor, named.size()))
                .list();
    }

    private static Read read(ResultSet row, EventCursor cursor, int conditions) throws SQLException {
        BitSet chosenBy = new BitSet(conditions);
        for (int i = 0; i < conditions; i++) {
            chosenBy.set(i, row.getBoolean("chosen_by_" + i));
        }
        long id = row.getLong("id");
        return new Read(
                cursor.at(Long.parseLong(row.getString("transaction")), id),
                new LiveEvent(
                        id,
                        row.getTimestamp("at").toInstant(),
                        row.getString("event"),
                        uuid(row, "job_id"),
                        row.getString("kind_name"),
                        row.getString("job_type"),
                        row.getObject("store_id", UUID.class),
                        uuid(row, "agent_id"),
                        row.getString("agent_machine"),
                        row.getString("who"),
                        row.getString("session"),
                        row.getObject("history_id", Long.class),
                        row.getObject("result", Integer.class),
                        row.getString("detail")),
                chosenBy);
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }

    /**
     * After a backup was brought back into another PostgreSQL, events carry transactions that are yet to come there. They
     * would be told in the middle of new ones.
     */
    void forgetTransactionsToCome(Handle tx) {
        tx.execute("""
                UPDATE job_event SET transaction = NULL
                 WHERE transaction >= pg_snapshot_xmax(pg_current_snapshot()) AND transaction <> pg_current_xact_id()
                """);
    }

    private static long database(Handle tx) {
        @Nullable
        Long identifier = tx.createQuery("SELECT system_identifier FROM pg_control_system()")
                .mapTo(Long.class)
                .one();
        return Objects.requireNonNull(identifier);
    }
}
