package io.quartermaster.server.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows with many equal values and some that are missing, from one seed. */
final class PagedRows {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int MOMENTS = 6;

    private final Random random;
    private final List<UUID> agents;

    PagedRows(Random random, List<UUID> agents) {
        this.random = random;
        this.agents = agents;
    }

    /** @return the id */
    String insert(Connection connection, PagedList list) throws SQLException {
        return list == PagedList.JOBS ? job(connection) : attempt(connection);
    }

    private String job(Connection connection) throws SQLException {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        execute(connection, """
                INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by, next_run,
                                           state, fields)
                VALUES (?, ?, 'CUSTOM', ?, ?, ?, 'somebody', ?, 'SCHEDULED', '{}')
                """, agent(), id, id, random.nextBoolean() ? "Even" : "Odd", moment(), moment());
        return id.toString();
    }

    private String attempt(Connection connection) throws SQLException {
        long id = random.nextLong(1L << 50);
        execute(
                connection,
                """
                INSERT INTO job_history (agent_id, id, operation_start, operation_end, job_id, kind, job_type_id, job_type,
                                         agent_machine, requested_at, requested_by, retry_count, priority, fields, result,
                                         status)
                VALUES (?, ?, ?, ?, ?, 'CUSTOM', ?, ?, 'edge', now(), 'somebody', 0, 5, '{}', 2, 3)
                """,
                agent(),
                id,
                moment(),
                random.nextInt(3) == 0 ? null : moment(),
                new UUID(1, random.nextInt(MOMENTS)),
                new UUID(1, 1),
                random.nextBoolean() ? "Even" : "Odd");
        return String.valueOf(id);
    }

    static void delete(Connection connection, PagedList list, String id) throws SQLException {
        execute(connection, "DELETE FROM " + list.table + " WHERE CAST(id AS text) = ?", id);
    }

    private UUID agent() {
        return agents.get(random.nextInt(agents.size()));
    }

    /** Of three months, to the microsecond. */
    private Object moment() {
        return START.plusSeconds(random.nextInt(MOMENTS) * 1_300_000L)
                .plusNanos(random.nextInt(2) * 1_000L)
                .atOffset(ZoneOffset.UTC);
    }

    private static void execute(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
