package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What custom jobs and log fetches brought back. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class JobDataRepository {
    /** Bytes of UTF-8 that are kept of one attempt's data: 2 MiB; more is cut off, not refused. */
    public static final int DATA_BYTES_MAX = 2 * 1024 * 1024;

    /**
     * Stores the data of an attempt, if it is of this kind; a repeat replaces it.
     *
     * @return false when there is no such attempt of this kind
     */
    boolean put(Handle tx, JobKind kind, UUID agentId, long historyId, String data) {
        return tx.createUpdate("""
                        INSERT INTO job_data (history_id, agent_id, data)
                        SELECT h.id, h.agent_id, :data FROM job_history h
                         WHERE h.agent_id = :agentId AND h.id = :historyId AND h.kind = :kind
                        ON CONFLICT (history_id) DO UPDATE SET data = excluded.data
                        """)
                        .bind("historyId", historyId)
                        .bind("agentId", agentId)
                        .bind("kind", kind.name())
                        .bind("data", StoredText.cutBytes(data, DATA_BYTES_MAX))
                        .execute()
                > 0;
    }

    /** @return empty when the attempt brought nothing */
    Optional<String> find(Handle tx, long historyId) {
        return tx.createQuery("SELECT data FROM job_data WHERE history_id = :historyId")
                .bind("historyId", historyId)
                .mapTo(String.class)
                .findOne();
    }
}
