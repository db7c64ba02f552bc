package io.quartermaster.server.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.schedule.Schedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads rows of the job tables into records, by column name. */
final class JobRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JobRows() {}

    static ScheduledJob scheduledJob(ResultSet row, StatementContext context) throws SQLException {
        return new ScheduledJob(
                uuid(row, "id"),
                uuid(row, "agent_id"),
                JobKind.valueOf(row.getString("kind")),
                uuid(row, "job_type_id"),
                row.getString("job_type"),
                store(row),
                row.getString("target"),
                Schedule.ofText(row.getString("schedule")),
                instant(row, "requested_at"),
                row.getString("requested_by"),
                instant(row, "next_run"),
                row.getString("state").equals("IN_PROCESS"),
                row.getInt("retry_count"),
                row.getInt("priority"),
                json(row.getString("fields")),
                Overlap.valueOf(row.getString("overlap")),
                row.getInt("jitter_seconds"),
                row.getInt("jittered_seconds"),
                row.getObject("rollout_id", UUID.class));
    }

    static Attempt attempt(ResultSet row, StatementContext context) throws SQLException {
        return new Attempt(
                uuid(row, "agent_id"),
                uuid(row, "job_id"),
                row.getLong("history_id"),
                instant(row, "operation_start"),
                JobKind.valueOf(row.getString("kind")),
                uuid(row, "job_type_id"),
                row.getString("job_type"),
                store(row),
                uuid(row, "session_token"),
                row.getInt("retry_count"),
                json(row.getString("fields")));
    }

    static JobHistoryRow historyRow(ResultSet row, StatementContext context) throws SQLException {
        return new JobHistoryRow(
                row.getLong("id"),
                row.getString("agent_machine"),
                uuid(row, "job_id"),
                Schedule.ofText(row.getString("schedule")),
                row.getString("job_type"),
                instant(row, "operation_start"),
                instantOrNull(row, "operation_end"),
                row.getString("message"),
                row.getInt("result"),
                row.getInt("status"),
                row.getString("store_path"),
                row.getString("client_machine"));
    }

    static @Nullable StorePlace store(ResultSet row) throws SQLException {
        UUID storeId = row.getObject("store_id", UUID.class);
        return storeId == null
                ? null
                : new StorePlace(storeId, row.getString("client_machine"), row.getString("store_path"));
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column)).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Job fields are not JSON", e);
        }
    }
}
