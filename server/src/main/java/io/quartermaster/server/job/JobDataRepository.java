package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What custom jobs and log fetches brought back. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class JobDataRepository {
    /** Bytes of UTF-8 that are kept of one attempt's data: 2 MiB; more is cut off, not refused. */
    public static final int DATA_BYTES_MAX = 2 * 1024 * 1024;

    /** Stores the data of an attempt; a repeat replaces it. */
    void put(Handle tx, Attempt attempt, String data) {
        tx.createUpdate("""
                        INSERT INTO job_data (history_id, agent_id, data) VALUES (:historyId, :agentId, :data)
                        ON CONFLICT (history_id) DO UPDATE SET data = excluded.data
                        """)
                .bind("historyId", attempt.historyId())
                .bind("agentId", attempt.agentId())
                .bind("data", StoredText.cutBytes(data, DATA_BYTES_MAX))
                .execute();
    }

    /** @return empty when the attempt brought nothing */
    Optional<String> find(Handle tx, long historyId) {
        return tx.createQuery("SELECT data FROM job_data WHERE history_id = :historyId")
                .bind("historyId", historyId)
                .mapTo(String.class)
                .findOne();
    }
}
