package io.quartermaster.server.notice;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Agents that are late, and what was noted about that. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class LateAgentRepository {
    private static final UUID FIRST = new UUID(0, 0);

    /**
     * Notes which approved agents have become late and which are not any more, one event for each. Of several servers
     * that do it at once one notes an agent. An agent that left, or is late no more only because people wait longer now,
     * is not back: it is forgotten.
     *
     * @param silentSince whoever was last heard of before is late
     * @return what was noted, late ones first, by machine
     */
    List<AgentNews> note(Handle tx, Instant silentSince, Instant now) {
        return tx.createQuery("""
                        WITH seen AS (
                          SELECT a.id AS agent_id, a.client_machine, a.status = 2 AS approved,
                                 coalesce(p.last_seen, a.registered_at) AS last_seen
                            FROM agent a LEFT JOIN agent_presence p ON p.agent_id = a.id
                        ), late AS (
                          INSERT INTO agent_late (agent_id, last_seen, since)
                          SELECT agent_id, last_seen, :now FROM seen WHERE approved AND last_seen < :silentSince
                          ON CONFLICT (agent_id) DO NOTHING
                          RETURNING agent_id, last_seen
                        ), over AS (
                          DELETE FROM agent_late l
                           WHERE NOT EXISTS (SELECT FROM seen s
                                              WHERE s.agent_id = l.agent_id AND s.approved AND s.last_seen < :silentSince)
                          RETURNING agent_id, last_seen
                        ), news AS (
                          SELECT 'AGENT_LATE' AS event, late.agent_id, s.client_machine, s.last_seen
                            FROM late JOIN seen s USING (agent_id)
                          UNION ALL
                          SELECT 'AGENT_BACK', over.agent_id, s.client_machine, s.last_seen
                            FROM over JOIN seen s USING (agent_id)
                           WHERE s.approved AND s.last_seen > over.last_seen
                        ), noted AS (
                          INSERT INTO agent_event (agent_id, at, event, client_machine, last_seen)
                          SELECT agent_id, :now, event, client_machine, last_seen FROM news ORDER BY agent_id
                        )
                        SELECT event, agent_id, client_machine, last_seen FROM news
                         ORDER BY event DESC, lower(client_machine), agent_id
                        """)
                .bind("silentSince", silentSince)
                .bind("now", now)
                .map((row, context) -> new AgentNews(
                        AgentNews.Kind.valueOf(row.getString("event")),
                        row.getObject("agent_id", UUID.class),
                        row.getString("client_machine"),
                        instant(row, "last_seen")))
                .list();
    }

    /** Late agents by id. */
    List<LateAgent> list(Handle tx, @Nullable UUID after, int limit) {
        return tx.createQuery("""
                        SELECT l.agent_id, a.client_machine, l.last_seen, l.since
                          FROM agent_late l JOIN agent a ON a.id = l.agent_id
                         WHERE l.agent_id > :after ORDER BY l.agent_id LIMIT :limit
                        """)
                .bind("after", after == null ? FIRST : after)
                .bind("limit", limit)
                .map((row, context) -> new LateAgent(
                        row.getObject("agent_id", UUID.class),
                        row.getString("client_machine"),
                        instant(row, "last_seen"),
                        instant(row, "since")))
                .list();
    }

    long count(Handle tx) {
        return tx.createQuery("SELECT count(*) FROM agent_late l JOIN agent a ON a.id = l.agent_id")
                .mapTo(Long.class)
                .one();
    }

    /** Removes old events, at most so many. @return how many */
    int purgeEvents(Handle tx, Instant before, int limit) {
        return tx.createUpdate("""
                        DELETE FROM agent_event WHERE id IN (
                          SELECT id FROM agent_event WHERE at < :before ORDER BY id LIMIT :limit)
                        """).bind("before", before).bind("limit", limit).execute();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
