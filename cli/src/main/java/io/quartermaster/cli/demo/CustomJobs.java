package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.cli.api.ApiClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The calls about jobs of one custom job type: {@code FileChecksum}, which comes with the agent. */
final class CustomJobs {
    static final String TYPE = "FileChecksum";

    private static final String OF_TYPE = "JobType -eq \"" + TYPE + "\"";
    private static final String SCHEDULED = "OrchestratorJobs/ScheduledJobs";
    private static final String HISTORY = "OrchestratorJobs/JobHistory";
    private static final int TYPE_STRING = 1;

    /** Selects the jobs that have a time: their schedule is a text like {@code O_2026-11-25T23:30}. */
    static final String LATER = OF_TYPE + " AND ScheduleType -startswith \"O_\"";

    private final ApiClient api;

    CustomJobs(ApiClient api) {
        this.api = api;
    }

    void createType() {
        ObjectNode type =
                api.object().put("JobTypeName", TYPE).put("Description", "Size, last change and SHA-256 of files");
        type.putArray("JobTypeFields")
                .addObject()
                .put("Name", "Paths")
                .put("Type", TYPE_STRING)
                .put("Required", true);
        api.post("JobTypes/Custom", type);
    }

    /** @return the job's id */
    String scheduleNow(String agentId, Path file) {
        ObjectNode request = request(agentId, file);
        request.putObject("Schedule").put("Immediate", true);
        return schedule(request);
    }

    /** @return the job's id */
    String scheduleAt(String agentId, Path file, Instant time) {
        ObjectNode request = request(agentId, file);
        request.putObject("Schedule").putObject("ExactlyOnce").put("Time", time.toString());
        return schedule(request);
    }

    private ObjectNode request(String agentId, Path file) {
        ObjectNode request = api.object().put("AgentId", agentId).put("JobTypeName", TYPE);
        request.putObject("JobFields").put("Paths", file.toString());
        return request;
    }

    private String schedule(ObjectNode request) {
        return api.post("OrchestratorJobs/Custom", request).path("JobId").asText();
    }

    void unschedule(String query) {
        api.post("OrchestratorJobs/Unschedule", api.object().put("Query", query));
    }

    void unschedule(Collection<String> jobIds) {
        ObjectNode request = api.object();
        jobIds.forEach(request.putArray("JobIds")::add);
        api.post("OrchestratorJobs/Unschedule", request);
    }

    /** How many jobs stand on the schedule. */
    int scheduled() {
        return api.first(SCHEDULED, Map.of("QueryString", OF_TYPE, "ReturnLimit", "1"))
                .total();
    }

    /** How many jobs that have a time stand on the schedule. */
    int scheduledLater() {
        return api.first(SCHEDULED, Map.of("QueryString", LATER, "ReturnLimit", "1"))
                .total();
    }

    /** The ids of the jobs that are next in turn, in that order. */
    List<String> next() {
        return api
                .first(SCHEDULED, Map.of("QueryString", OF_TYPE, "SortField", "Requested", "SortAscending", "0"))
                .rows()
                .stream()
                .map(row -> row.path("Id").asText())
                .toList();
    }

    /** How many attempts have ended. */
    int ended() {
        String query = OF_TYPE + " AND Status -ne " + HistoryRow.IN_PROCESS;
        return api.first(HISTORY, Map.of("QueryString", query, "ReturnLimit", "1"))
                .total();
    }

    /** How many attempts there are, those in process included. */
    int attempts() {
        return api.first(HISTORY, Map.of("QueryString", OF_TYPE, "ReturnLimit", "1"))
                .total();
    }

    /** Every attempt, read page by page. */
    List<HistoryRow> history() {
        List<HistoryRow> rows = api.all(HISTORY, Map.of("QueryString", OF_TYPE)).stream()
                .map(HistoryRow::of)
                .toList();
        int total = attempts();
        if (rows.size() != total) {
            throw new DemoFailure("The pages of the job history have " + rows.size() + " rows, but X-Total-Count says "
                    + total + ".");
        }
        return rows;
    }

    /** What an attempt brought back. */
    String data(HistoryRow row) {
        JsonNode data = api.get("OrchestratorJobs/JobStatus/Data?jobHistoryId=" + row.id());
        return data.path("Data").asText();
    }
}
