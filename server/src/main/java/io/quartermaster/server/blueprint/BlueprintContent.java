package io.quartermaster.server.blueprint;

import io.quartermaster.server.job.CustomWork;
import io.quartermaster.server.job.FieldValue;
import io.quartermaster.server.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All of a blueprint, and what of it can be made today.
 *
 * @param faults why a part cannot be made for any agent, by the id of the store or job
 * @param work what the jobs of no store are, with their values, by the id of the job; without those that have a fault
 */
record BlueprintContent(
        Blueprint blueprint,
        List<BlueprintStore> stores,
        List<BlueprintJob> jobs,
        Map<UUID, String> faults,
        Map<UUID, Work> work) {

    record Work(CustomWork type, List<FieldValue> values) {}

    int parts() {
        return stores.size() + jobs.size();
    }

    /** When a store is inventoried. */
    Optional<Schedule> inventoryOf(BlueprintStore store) {
        return jobs.stream()
                .filter(job -> store.id().equals(job.storeId()))
                .findFirst()
                .map(BlueprintJob::schedule);
    }
}
