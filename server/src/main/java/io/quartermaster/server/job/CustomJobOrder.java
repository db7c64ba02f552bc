package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleKind;
import io.quartermaster.server.schedule.ScheduleWire;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a custom job is to do and when; on which agents, the command says.
 *
 * @param jobTypeName of a custom job type or {@code FetchLogs}, in any case
 * @param values by field name, in any case; a field left out takes its default
 */
public record CustomJobOrder(String jobTypeName, Schedule schedule, Map<String, String> values) {
    private static final Set<ScheduleKind> SCHEDULES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ScheduleKind.OFF)));

    public CustomJobOrder {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Checks what a request says.
     *
     * @param jobFields a field that is null counts as left out, since typed clients cannot leave it out
     * @throws CommandException MALFORMED, also for more fields than a job type can have; SCHEDULE
     */
    static CustomJobOrder sent(
            @Nullable String jobTypeName,
            @Nullable ScheduleJson schedule,
            @Nullable Map<String, @Nullable String> jobFields) {
        if (jobTypeName == null || jobTypeName.isBlank()) {
            throw new CommandException(MALFORMED, "JobTypeName is required.");
        }
        if (jobFields != null && jobFields.size() > CustomJobTypeDefinition.FIELDS_MAX) {
            throw new CommandException(
                    MALFORMED,
                    "JobFields may have at most " + CustomJobTypeDefinition.FIELDS_MAX + " names; this request has "
                            + jobFields.size() + ".");
        }
        Map<String, String> values = new LinkedHashMap<>();
        if (jobFields != null) {
            jobFields.forEach((name, value) -> {
                if (value != null) {
                    values.put(name, value);
                }
            });
        }
        return new CustomJobOrder(
                jobTypeName.strip(), ScheduleWire.readRunning(schedule, "Schedule", SCHEDULES), values);
    }

    /** Without the values, some of which may be secret. */
    @Override
    public String toString() {
        return "CustomJobOrder[" + jobTypeName + ", " + schedule + ", values=" + values.keySet() + "]";
    }
}
