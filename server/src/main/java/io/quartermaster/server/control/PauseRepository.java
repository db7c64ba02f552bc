package io.quartermaster.server.control;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of pauses. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class PauseRepository {
    private static final String COLUMNS =
            "SELECT p.id, p.agent_id, p.container_id, p.job_type, p.query, p.reason, p.paused_by, p.since, p.until FROM job_pause p";

    void insert(Handle tx, Pause pause) {
        PauseSubject subject = pause.subject();
        tx.createUpdate("""
                        INSERT INTO job_pause (id, agent_id, container_id, job_type, query, reason, paused_by, since, until)
                        VALUES (:id, :agentId, :containerId, :jobType, :query, :reason, :pausedBy, :since, :until)
                        """)
                .bind("id", pause.id())
                .bind("agentId", subject instanceof PauseSubject.OfAgent(UUID agentId) ? agentId : null)
                .bind("containerId", subject instanceof PauseSubject.InContainer(int containerId) ? containerId : null)
                .bind("jobType", subject instanceof PauseSubject.OfJobType(String jobType) ? jobType : null)
                .bind("query", subject instanceof PauseSubject.ByQuery(String query) ? query : null)
                .bind("reason", pause.reason())
                .bind("pausedBy", pause.pausedBy())
                .bind("since", pause.since())
                .bind("until", pause.until())
                .execute();
    }

    /** How many there are; of those by query only, if asked for. */
    long count(Handle tx, boolean byQueryOnly) {
        return tx.createQuery("SELECT count(*) FROM job_pause WHERE query IS NOT NULL OR NOT :byQueryOnly")
                .bind("byQueryOnly", byQueryOnly)
                .mapTo(Long.class)
                .one();
    }

    Optional<Pause> lock(Handle tx, UUID id) {
        return tx.createQuery(COLUMNS + " WHERE p.id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> pause(row))
                .findOne();
    }

    /** Those that ended by themselves, locked. */
    List<Pause> lockEnded(Handle tx, Instant now) {
        return tx.createQuery(COLUMNS + " WHERE p.until <= :now ORDER BY p.id FOR UPDATE SKIP LOCKED")
                .bind("now", now)
                .map((row, context) -> pause(row))
                .list();
    }

    List<Pause> inForce(Handle tx, Instant now) {
        return tx.createQuery(COLUMNS + " WHERE p.until IS NULL OR p.until > :now ORDER BY p.since DESC, p.id")
                .bind("now", now)
                .map((row, context) -> pause(row))
                .list();
    }

    void delete(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM job_pause WHERE id = :id").bind("id", id).execute();
    }

    private static Pause pause(ResultSet row) throws SQLException {
        return new Pause(
                row.getObject("id", UUID.class),
                subject(row),
                row.getString("reason"),
                row.getString("paused_by"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                instant(row.getObject("until", OffsetDateTime.class)));
    }

    private static PauseSubject subject(ResultSet row) throws SQLException {
        UUID agentId = row.getObject("agent_id", UUID.class);
        if (agentId != null) {
            return new PauseSubject.OfAgent(agentId);
        }
        Integer containerId = row.getObject("container_id", Integer.class);
        if (containerId != null) {
            return new PauseSubject.InContainer(containerId);
        }
        String jobType = row.getString("job_type");
        return jobType != null ? new PauseSubject.OfJobType(jobType) : new PauseSubject.ByQuery(row.getString("query"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
