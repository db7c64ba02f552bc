package io.quartermaster.server.control;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of quiet hours. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class QuietHoursRepository {
    private static final String COLUMNS = """
            SELECT q.id, q.container_id, q.days, q.from_minute, q.to_minute, q.zone, q.reason, q.set_by, q.since
              FROM quiet_hours q
            """;

    void insert(Handle tx, QuietHours quiet) {
        tx.createUpdate("""
                        INSERT INTO quiet_hours (id, container_id, days, from_minute, to_minute, zone, reason, set_by, since)
                        VALUES (:id, :containerId, :days, :fromMinute, :toMinute, :zone, :reason, :setBy, :since)
                        """)
                .bind("id", quiet.id())
                .bind("containerId", quiet.containerId())
                .bindArray("days", Integer.class, List.copyOf(quiet.days()))
                .bind("fromMinute", quiet.fromMinute())
                .bind("toMinute", quiet.toMinute())
                .bind("zone", quiet.zone().getId())
                .bind("reason", quiet.reason())
                .bind("setBy", quiet.setBy())
                .bind("since", quiet.since())
                .execute();
    }

    long countOf(Handle tx, int containerId) {
        return tx.createQuery("SELECT count(*) FROM quiet_hours WHERE container_id = :containerId")
                .bind("containerId", containerId)
                .mapTo(Long.class)
                .one();
    }

    /** Whether PostgreSQL knows a time zone too: the hand-out reads the clock there. */
    boolean knowsZone(Handle tx, ZoneId zone) {
        return tx.createQuery("SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = :zone)")
                .bind("zone", zone.getId())
                .mapTo(Boolean.class)
                .one();
    }

    Optional<QuietHours> lock(Handle tx, UUID id) {
        return tx.createQuery(COLUMNS + " WHERE q.id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> quietHours(row))
                .findOne();
    }

    List<QuietHours> all(Handle tx) {
        return tx.createQuery(COLUMNS + " ORDER BY q.container_id, q.id")
                .map((row, context) -> quietHours(row))
                .list();
    }

    void delete(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM quiet_hours WHERE id = :id").bind("id", id).execute();
    }

    private static QuietHours quietHours(ResultSet row) throws SQLException {
        return new QuietHours(
                row.getObject("id", UUID.class),
                row.getInt("container_id"),
                new TreeSet<>(Arrays.asList((Integer[]) row.getArray("days").getArray())),
                row.getInt("from_minute"),
                row.getInt("to_minute"),
                ZoneId.of(row.getString("zone")),
                row.getString("reason"),
                row.getString("set_by"),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
