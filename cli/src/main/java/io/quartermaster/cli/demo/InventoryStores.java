package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.cli.api.ApiClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells the server of certificate stores, has the agent read them, and compares what it found with other tools. */
final class InventoryStores {
    private final Household household;
    private final Waiting waiting;
    private final CountEntries countEntries;
    private final Narration narration;

    InventoryStores(Household household, Waiting waiting, CountEntries countEntries, Narration narration) {
        this.household = household;
        this.waiting = waiting;
        this.countEntries = countEntries;
        this.narration = narration;
    }

    /** A store with its inventory. */
    record Inventoried(RealStore store, String id, int entries, CountEntries.Counted counted) {}

    List<Inventoried> run(StartServer.Server server, ApproveAgent.Agent agent, List<RealStore> stores)
            throws InterruptedException {
        ApiClient api = server.api();
        StoreCalls calls = new StoreCalls(api, household, waiting);
        List<String> ids = new ArrayList<>();
        for (RealStore store : stores) {
            ids.add(calls.create(agent, store, false, "{}"));
            narration.did(store.type() + " store " + store.path() + " (" + store.title() + ")");
        }
        calls.inventoryNow(ids);
        narration.did("Their inventory is scheduled: POST /CertificateStores/Schedule {\"Immediate\": true}");
        List<Inventoried> inventoried = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            RealStore store = stores.get(i);
            awaitSuccess(api, store);
            Inventoried one = new Inventoried(store, ids.get(i), entries(api, ids.get(i)), countEntries.run(store));
            if (one.entries() != one.counted().entries()) {
                throw new DemoFailure("The inventory of " + store.path() + " has " + one.entries() + " entries, but "
                        + one.counted() + ".");
            }
            narration.proved(one.entries() + (one.entries() == 1 ? " entry" : " entries") + " in "
                    + store.path().getFileName() + "; " + one.counted());
            inventoried.add(one);
        }
        return inventoried;
    }

    private void awaitSuccess(ApiClient api, RealStore store) throws InterruptedException {
        Path path = store.path();
        JsonNode row = waiting.until("the inventory of " + path, Limits.INVENTORY, () -> {
            household.requireAlive();
            narration.progress("the agent reads " + path);
            String query = "JobType -contains \"Inventory\" AND StorePath -eq \"" + path + "\" AND Status -ne "
                    + HistoryRow.IN_PROCESS;
            return api.first("OrchestratorJobs/JobHistory", Map.of("QueryString", query)).rows().stream()
                    .findFirst();
        });
        HistoryRow history = HistoryRow.of(row);
        if (!history.succeeded()) {
            throw new DemoFailure("The inventory of " + path + " ended with Result " + history.result() + ": "
                    + row.path("Message").asText());
        }
    }

    /** Entries, counted row by row: each alias once. */
    private static int entries(ApiClient api, String storeId) {
        Set<String> aliases = new HashSet<>();
        List<JsonNode> rows = api.all("CertificateStores/" + storeId + "/Inventory", Map.of());
        for (JsonNode row : rows) {
            if (row.path("Certificates").isEmpty()) {
                throw new DemoFailure("The entry " + row.path("Name").asText() + " has no certificate.");
            }
            aliases.add(row.path("Name").asText());
        }
        if (aliases.size() != rows.size()) {
            throw new DemoFailure("An alias stands twice in the inventory of the store " + storeId + ".");
        }
        return rows.size();
    }

    /** Which job reads the store regularly. */
    static Optional<String> inventoryJob(ApiClient api, String storeId) {
        JsonNode job = api.get("CertificateStores/" + storeId).path("CertStoreInventoryJobId");
        return job.isTextual() ? Optional.of(job.asText()) : Optional.empty();
    }
}
