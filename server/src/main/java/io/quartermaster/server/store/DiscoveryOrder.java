package io.quartermaster.server.store;

import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.SecretValue;
import java.util.Map;
import java.util.UUID;

/**
 * Where stores are to be looked for.
 *
 * @param typeId number of the type of the stores
 * @param clientMachine the machine to search; the stores that are found get it
 * @param texts what else the agent is told, under the names of {@link DiscoveryFields}
 * @param secrets likewise
 */
record DiscoveryOrder(
        UUID agentId,
        int typeId,
        String clientMachine,
        Map<String, String> texts,
        Map<String, SecretValue> secrets,
        Schedule schedule) {}
