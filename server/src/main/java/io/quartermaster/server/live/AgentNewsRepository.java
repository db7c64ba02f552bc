package io.quartermaster.server.live;

import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What was noted about late agents, as something that webhooks can choose from. Safe for many threads. */
@Singleton
public class AgentNewsRepository {
    /** In the shape of an event of a job, of which most is missing. */
    private static final String NEWS = """
            SELECT v.id, v.event, v.at, CAST(NULL AS uuid) AS job_id, CAST(NULL AS text) AS kind, CAST(NULL AS text) AS job_type,
                   CAST(NULL AS uuid) AS store_id, v.agent_id, v.client_machine AS agent_machine, 'server' AS who,
                   CAST(NULL AS bigint) AS history_id, CAST(NULL AS integer) AS result, CAST(NULL AS text) AS detail, v.last_seen
              FROM agent_event v WHERE v.transaction = pg_current_xact_id()
            """;

    /** An agent that became late or is back. */
    record News(String event, UUID agentId, String machine, Instant lastSeen) {}

    /** Those that the caller's transaction has noted, by machine. */
    List<News> ofThisTransaction(Handle tx, SqlCondition condition) {
        return tx.createQuery(
                        "SELECT e.event, e.agent_id, e.agent_machine, e.last_seen FROM (" + NEWS + ") e WHERE coalesce("
                                + condition.sql() + ", false) ORDER BY lower(e.agent_machine), e.agent_id")
                .bindMap(condition.bindings())
                .map((row, context) -> new News(
                        row.getString("event"),
                        row.getObject("agent_id", UUID.class),
                        row.getString("agent_machine"),
                        row.getTimestamp("last_seen").toInstant()))
                .list();
    }
}
