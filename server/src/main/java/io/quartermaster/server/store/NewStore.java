package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store somebody wants to have, read from a request but not yet held against its type.
 *
 * @param containerId null for none
 * @param typeId of a type that may not exist
 * @param password null when the request says nothing of it
 * @param agentId null when the request says that there is none
 * @param scheduleGiven false when the request says nothing of a schedule, so that the container's counts
 * @param inventorySchedule empty for none
 */
record NewStore(
        String clientMachine,
        String storePath,
        int typeId,
        @Nullable Integer containerId,
        boolean createIfMissing,
        SentProperties properties,
        @Nullable SentValue password,
        @Nullable UUID agentId,
        boolean scheduleGiven,
        Optional<Schedule> inventorySchedule) {}
