package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What of the history is not kept any more. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class HistoryPurgeRepository {
    /** When the oldest attempt began that is still in process. */
    Optional<Instant> oldestInProcess(Handle tx) {
        return tx.createQuery("SELECT min(operation_start) FROM attempt_in_process")
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant);
    }

    /** Notes from when on there is history. Never goes back: what was removed stays removed. */
    void noteKeptFrom(Handle tx, Instant keptFrom, Instant now) {
        tx.createUpdate("""
                        INSERT INTO history_purge (kept_from, at) VALUES (:keptFrom, :now)
                        ON CONFLICT (only_row) DO UPDATE SET kept_from = excluded.kept_from, at = excluded.at
                         WHERE history_purge.kept_from < excluded.kept_from
                        """).bind("keptFrom", keptFrom).bind("now", now).execute();
    }

    /** From when on there is history; empty when nothing was ever removed. */
    public Optional<Instant> keptFrom(Handle tx) {
        return tx.createQuery("SELECT kept_from FROM history_purge")
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant);
    }

    /** The end of a sentence about something that is not there: that it may have been removed, if so. */
    String sinceWhen(Handle tx) {
        return keptFrom(tx)
                .map(from -> " What happened before " + from + " is not kept any more.")
                .orElse("");
    }

    /** Rows of months that never got a partition. @return how many */
    int deleteStrayHistory(Handle tx, Instant before, int limit) {
        return tx.createUpdate("""
                        DELETE FROM job_history_default
                         WHERE (agent_id, id, operation_start) IN (
                           SELECT agent_id, id, operation_start FROM job_history_default
                            WHERE operation_start < :before ORDER BY operation_start LIMIT :limit)
                        """).bind("before", before).bind("limit", limit).execute();
    }

    /** As {@link #deleteStrayHistory}. */
    int deleteStrayEvents(Handle tx, Instant before, int limit) {
        return tx.createUpdate("""
                        DELETE FROM job_event_default
                         WHERE (agent_id, job_id, id, at) IN (
                           SELECT agent_id, job_id, id, at FROM job_event_default WHERE at < :before LIMIT :limit)
                        """).bind("before", before).bind("limit", limit).execute();
    }

    /**
     * Data of attempts whose rows of the history are gone: with lower numbers than any that is there, since numbers are
     * given in the order of time.
     *
     * @return how many
     */
    int deleteDataWithoutHistory(Handle tx, int limit) {
        return tx.createUpdate("""
                        DELETE FROM job_data
                         WHERE history_id IN (
                           SELECT d.history_id FROM job_data d
                            WHERE d.history_id < coalesce((SELECT min(h.id) FROM job_history h), CAST(:all AS bigint))
                            ORDER BY d.history_id LIMIT :limit)
                        """)
                .bind("all", Long.MAX_VALUE)
                .bind("limit", limit)
                .execute();
    }
}
