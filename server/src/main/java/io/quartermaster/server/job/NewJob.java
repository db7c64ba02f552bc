package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.schedule.Schedule;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job about to be put on the schedule.
 *
 * @param jobTypeId the GUID by which agents choose their handler
 * @param jobType full name, {@code JKSInventory} or the name of a custom job type
 * @param store null for kinds that act on no store
 * @param target what it acts on, as shown; null when there is nothing to show
 * @param priority 5 unless the agent should run it earlier; 3 marks an addition to a store
 * @param fields what the kind's {@link JobHandler} needs later; never a secret, only ids of secrets
 */
public record NewJob(
        UUID jobId,
        UUID agentId,
        JobKind kind,
        UUID jobTypeId,
        String jobType,
        @Nullable StorePlace store,
        @Nullable String target,
        Schedule schedule,
        int priority,
        JsonNode fields) {

    /** All but who does it and its id. */
    record Work(
            JobKind kind,
            UUID jobTypeId,
            String jobType,
            @Nullable StorePlace store,
            @Nullable String target,
            Schedule schedule,
            int priority,
            JsonNode fields) {}

    Work work() {
        return new Work(kind, jobTypeId, jobType, store, target, schedule, priority, fields);
    }

    /** Priority of a job that need not run before others. */
    public static final int PRIORITY_NORMAL = 5;

    /** Priority of a management job that adds to a store: agents run these first. */
    public static final int PRIORITY_ADD = 3;
}
