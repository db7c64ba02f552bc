package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.cli.api.ApiClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What is asked of the server about certificate stores and their jobs. */
final class StoreCalls {
    private final ApiClient api;
    private final Household household;
    private final Waiting waiting;

    StoreCalls(ApiClient api, Household household, Waiting waiting) {
        this.api = api;
        this.household = household;
        this.waiting = waiting;
    }

    /**
     * Tells the server of a store.
     *
     * @param properties of its type, as a JSON object
     * @return its id
     */
    String create(ApproveAgent.Agent agent, RealStore store, boolean createIfMissing, String properties) {
        ObjectNode request = api.object()
                .put("ClientMachine", ApproveAgent.NAME)
                .put("Storepath", store.path().toString())
                .put("CertStoreType", store.type().number())
                .put("AgentId", agent.id())
                .put("CreateIfMissing", createIfMissing)
                .put("Properties", properties);
        store.password().ifPresent(password -> request.putObject("Password").put("SecretValue", password.reveal()));
        return api.post("CertificateStores", request).path("Id").asText();
    }

    /** Has the agent read stores now. */
    void inventoryNow(List<String> storeIds) {
        ObjectNode schedule = api.object();
        storeIds.forEach(schedule.putArray("StoreIds")::add);
        schedule.putObject("Schedule").put("Immediate", true);
        api.post("CertificateStores/Schedule", schedule);
    }

    /** The thumbprint of the own certificate of each entry, by alias, as the inventory has it. */
    Map<String, String> leaves(String storeId) {
        Map<String, String> leaves = new LinkedHashMap<>();
        for (JsonNode row : api.all("CertificateStores/" + storeId + "/Inventory", Map.of())) {
            leaves.put(
                    row.path("Name").asText(),
                    row.path("Certificates").path(0).path("Thumbprint").asText());
        }
        return leaves;
    }

    /** Until the inventory of a store shows what is wanted. */
    void awaitLeaves(String what, String storeId, Predicate<Map<String, String>> wanted) throws InterruptedException {
        waiting.until(what, Limits.INVENTORY, () -> {
            household.requireAlive();
            return wanted.test(leaves(storeId)) ? Optional.of(true) : Optional.empty();
        });
    }

    /** The last attempt of a job, when it is over. */
    JsonNode awaitEnd(String jobId) throws InterruptedException {
        return awaitEnd("job " + jobId, "JobId -eq \"" + jobId + "\"");
    }

    /** The last attempt of the newest job of a kind on a store, when it is over. */
    JsonNode awaitEnd(String kind, Path store) throws InterruptedException {
        return awaitEnd(
                kind + " of " + store, "JobType -contains \"" + kind + "\" AND StorePath -eq \"" + store + "\"");
    }

    private JsonNode awaitEnd(String what, String query) throws InterruptedException {
        return waiting.until(what + " to end", Limits.INVENTORY, () -> {
            household.requireAlive();
            return api
                    .first(
                            "OrchestratorJobs/JobHistory",
                            Map.of("QueryString", query, "SortField", "JobHistoryId", "SortAscending", "1"))
                    .rows()
                    .stream()
                    .findFirst()
                    .filter(row -> row.path("Status").asInt() != HistoryRow.IN_PROCESS);
        });
    }
}
