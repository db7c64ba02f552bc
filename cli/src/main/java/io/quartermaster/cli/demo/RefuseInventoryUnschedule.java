package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.cli.api.ApiClient;
import io.quartermaster.cli.api.ApiException;
import java.util.Optional;

/** Shows that an inventory cannot be unscheduled, that the refusal says what to use instead, and that this works. */
final class RefuseInventoryUnschedule {
    private static final int BAD_REQUEST = 400;
    private static final String NOT_ELIGIBLE = "0xA0110023";
    private static final String POINTER = "POST /CertificateStores/Schedule";

    private final Narration narration;

    RefuseInventoryUnschedule(Narration narration) {
        this.narration = narration;
    }

    void run(ApiClient api, InventoryStores.Inventoried inventoried) {
        String storeId = inventoried.id();
        ObjectNode daily = request(api, storeId);
        daily.putObject("Schedule").putObject("Daily").put("Time", "2026-01-01T03:00:00Z");
        api.post("CertificateStores/Schedule", daily);
        String jobId = InventoryStores.inventoryJob(api, storeId)
                .orElseThrow(() -> new DemoFailure("The store has no inventory job although one was scheduled."));
        narration.did("A daily inventory of " + inventoried.store().path().getFileName() + " is scheduled.");

        ObjectNode unschedule = api.object();
        unschedule.putArray("JobIds").add(jobId);
        String reason = refusal(api, unschedule);
        if (!InventoryStores.inventoryJob(api, storeId).equals(Optional.of(jobId))) {
            throw new DemoFailure("The refused request took the inventory job away.");
        }
        narration.proved("POST /OrchestratorJobs/Unschedule refuses it, and it stays: " + reason);

        ObjectNode off = request(api, storeId);
        off.putObject("Schedule").put("Off", true);
        api.post("CertificateStores/Schedule", off);
        if (InventoryStores.inventoryJob(api, storeId).isPresent()) {
            throw new DemoFailure("The inventory is still scheduled although it was turned off.");
        }
        narration.proved("turned off where the refusal points to");
    }

    private static ObjectNode request(ApiClient api, String storeId) {
        ObjectNode request = api.object();
        request.putArray("StoreIds").add(storeId);
        return request;
    }

    private static String refusal(ApiClient api, ObjectNode unschedule) {
        try {
            api.post("OrchestratorJobs/Unschedule", unschedule);
        } catch (ApiException e) {
            String reason = e.reasons().isEmpty() ? "" : e.reasons().getFirst();
            if (e.status() == BAD_REQUEST && e.code().equals(NOT_ELIGIBLE) && reason.contains(POINTER)) {
                return reason;
            }
            throw new DemoFailure(
                    "An inventory job should be refused with " + NOT_ELIGIBLE + " and a pointer to " + POINTER + ". "
                            + e.getMessage(),
                    e);
        }
        throw new DemoFailure("An inventory job was unscheduled, which must be refused.");
    }
}
