package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentCapabilities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What can be scheduled by the name of a job type: a custom job type, or the one that is built in, {@code FetchLogs}.
 *
 * @param capabilities of these an agent must have one
 */
public record CustomWork(
        JobKind kind, UUID jobTypeId, String name, List<CustomJobTypeField> fields, List<String> capabilities) {

    static final CustomWork FETCH_LOGS = new CustomWork(
            JobKind.FETCH_LOGS,
            BuiltInJobType.FETCH_LOGS.id(),
            JobKind.FETCH_LOGS.genericName(),
            List.of(),
            List.of(BuiltInJobType.FETCH_LOGS.capability(), AgentCapabilities.LOGS));

    static CustomWork of(CustomJobType type) {
        return new CustomWork(
                JobKind.CUSTOM,
                type.id(),
                type.name(),
                type.fields(),
                List.of(Capabilities.custom(type.name()), type.name()));
    }

    boolean canBeDoneBy(Agent agent) {
        return agent.isApproved() && capabilities.stream().anyMatch(agent.capabilities()::include);
    }

    /**
     * The values of a job of this type.
     *
     * @param given by field name, in any case; a field left out takes its default
     * @throws io.quartermaster.server.error.CommandException JOB_FIELD naming what does not fit
     */
    public List<FieldValue> resolve(Map<String, String> given) {
        return FieldValues.resolve(name, fields, given);
    }

    /** Values as they stand in the fields of a job on the schedule; without those that are secrets. */
    public static Map<String, String> texts(List<FieldValue> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach(value -> {
            if (value instanceof FieldValue.Plain(CustomJobTypeField field, String text)) {
                texts.put(field.name(), text);
            }
        });
        return texts;
    }
}
