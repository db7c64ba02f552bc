package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One attempt of a job, as {@code GET /OrchestratorJobs/JobHistory} shows it. */
record HistoryRow(long id, String jobId, Instant begun, int result, int status) {
    /** Values of {@code Status}. */
    static final int IN_PROCESS = 2;

    static final int COMPLETED = 3;

    /** A value of {@code Result}. */
    static final int SUCCESS = 2;

    static HistoryRow of(JsonNode row) {
        return new HistoryRow(
                row.path("JobHistoryId").asLong(),
                row.path("JobId").asText(),
                Instant.parse(row.path("OperationStart").asText()),
                row.path("Result").asInt(),
                row.path("Status").asInt());
    }

    boolean succeeded() {
        return result == SUCCESS && status == COMPLETED;
    }
}
