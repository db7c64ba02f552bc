package io.quartermaster.server.control;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;
import static io.quartermaster.server.error.ErrorKind.SCHEDULE;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.CustomJobOrder;
import io.quartermaster.server.job.ScheduleCustomJobsRequest;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The same custom job for several orchestrators, in waves. */
@Schema(requiredProperties = {"OrchestratorIds", "JobTypeName"})
public record RolloutRequest(
        @Schema(description = "At most 100,000, in the order in which they are to come") @Nullable
        List<@Nullable UUID> orchestratorIds,

        @Schema(description = "The name of a custom job type, or FetchLogs") @Nullable
        String jobTypeName,

        @Schema(description = "Immediate or ExactlyOnce; immediately unless given") @Nullable
        ScheduleJson schedule,

        @Schema(description = "Field name to value") @Nullable
        Map<String, @Nullable String> jobFields,

        @Schema(description = "In their order, the last one with Percent 100; left out: 1, then 10 %, then all")
        @Nullable
        List<@Nullable WaveRequest> waves,

        @Schema(description = "So many failures stop it; 1 unless one of the two is given") @Nullable
        Integer stopAtFailures,

        @Schema(description = "So many of the jobs that were let go, in percent") @Nullable
        Integer stopAtFailurePercent) {
    static final int WAVES_MAX = 20;
    private static final int ALL_PERCENT = 100;
    private static final RolloutPlan DEFAULT = new RolloutPlan(
            List.of(new WaveSize.Count(1), new WaveSize.Percent(10), new WaveSize.Percent(ALL_PERCENT)), 1, null);

    /** Exactly one of the two. */
    public record WaveRequest(
            @Schema(description = "So many more") @Nullable Integer count,

            @Schema(description = "Up to this share of all, with those before") @Nullable
            Integer percent) {}

    /** @throws CommandException MALFORMED */
    List<UUID> toAgentIds() {
        return asBulk().toAgentIds();
    }

    /** @throws CommandException MALFORMED; SCHEDULE also for a recurring one, whose waves would never end */
    CustomJobOrder toOrder() {
        CustomJobOrder order = asBulk().toOrder();
        if (order.schedule() instanceof Schedule.Recurring) {
            throw new CommandException(SCHEDULE, "Schedule must be Immediate or ExactlyOnce: a wave has to end.");
        }
        return order;
    }

    private ScheduleCustomJobsRequest asBulk() {
        return new ScheduleCustomJobsRequest(orchestratorIds, jobTypeName, schedule, jobFields);
    }

    /** @throws CommandException MALFORMED */
    RolloutPlan toPlan() {
        if (stopAtFailures != null && stopAtFailurePercent != null) {
            throw new CommandException(MALFORMED, "Send StopAtFailures or StopAtFailurePercent, not both.");
        }
        if (stopAtFailures != null && stopAtFailures < 1) {
            throw new CommandException(MALFORMED, "StopAtFailures must be at least 1.");
        }
        if (stopAtFailurePercent != null && (stopAtFailurePercent < 1 || stopAtFailurePercent > ALL_PERCENT)) {
            throw new CommandException(MALFORMED, "StopAtFailurePercent must be a number from 1 to 100.");
        }
        return new RolloutPlan(
                waves == null || waves.isEmpty() ? DEFAULT.waves() : sizes(waves),
                stopAtFailurePercent == null && stopAtFailures == null ? DEFAULT.failuresMax() : stopAtFailures,
                stopAtFailurePercent);
    }

    private static List<WaveSize> sizes(List<@Nullable WaveRequest> waves) {
        if (waves.size() > WAVES_MAX) {
            throw new CommandException(
                    MALFORMED, "Waves may have at most " + WAVES_MAX + " entries; this has " + waves.size() + ".");
        }
        List<WaveSize> sizes = new ArrayList<>();
        for (WaveRequest wave : waves) {
            sizes.add(size(wave, "Waves[" + sizes.size() + "]"));
        }
        if (!sizes.getLast().equals(new WaveSize.Percent(ALL_PERCENT))) {
            throw new CommandException(
                    MALFORMED, "The last of Waves must have Percent 100: it takes all that are left.");
        }
        return sizes;
    }

    private static WaveSize size(@Nullable WaveRequest wave, String where) {
        Integer count = wave == null ? null : wave.count();
        Integer percent = wave == null ? null : wave.percent();
        if (count != null && percent == null && count >= 1) {
            return new WaveSize.Count(count);
        }
        if (percent != null && count == null && percent >= 1 && percent <= ALL_PERCENT) {
            return new WaveSize.Percent(percent);
        }
        throw new CommandException(MALFORMED, where + " must have a Count of at least 1 or a Percent from 1 to 100.");
    }
}
