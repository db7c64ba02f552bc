package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a store to be like from now on, read from a request but not yet held against its type.
 *
 * @param clientMachine and the two after it: null, or what the store has to have already
 * @param containerId null for none
 * @param password null when the request says nothing of it: then it stays
 * @param agentSaid false when the request says nothing of an agent: then it stays
 * @param agentId null for none
 * @param scheduleGiven false when the request says nothing of a schedule: then that of a container it joins counts
 * @param inventorySchedule empty for none
 */
record StoreChange(
        UUID id,
        @Nullable String clientMachine,
        @Nullable String storePath,
        @Nullable Integer typeId,
        @Nullable Integer containerId,
        boolean createIfMissing,
        SentProperties properties,
        @Nullable SentValue password,
        boolean agentSaid,
        @Nullable UUID agentId,
        boolean scheduleGiven,
        Optional<Schedule> inventorySchedule) {}
