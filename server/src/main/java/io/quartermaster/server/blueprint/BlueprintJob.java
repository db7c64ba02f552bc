package io.quartermaster.server.blueprint;

import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recurring job of a blueprint: the inventory of one of its stores, a custom job or a log fetch.
 *
 * @param storeId of an inventory the blueprint's store; null for the others
 * @param requestedAt when the job that it was taken from was scheduled
 * @param values of a custom job, by field name, in the form in which agents are told them
 * @param secretFields names of fields whose values were secrets, which are not known here
 */
record BlueprintJob(
        UUID id,
        UUID blueprintId,
        @Nullable UUID storeId,
        JobKind kind,
        UUID jobTypeId,
        String jobType,
        Schedule.Recurring schedule,
        Instant requestedAt,
        Map<String, String> values,
        List<String> secretFields) {

    BlueprintJob {
        values = new LinkedHashMap<>(values);
        secretFields = List.copyOf(secretFields);
    }
}
