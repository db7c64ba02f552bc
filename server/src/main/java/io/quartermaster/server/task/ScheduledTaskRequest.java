package io.quartermaster.server.task;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.time.WrittenTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When a periodic task is to run. What is left out stays as it is. */
@Schema(requiredProperties = {"ScheduleType"})
public record ScheduledTaskRequest(
        @Schema(description = "Of the answer; 0 is as good as left out") @Nullable
        Integer id,

        @Schema(
                description = "Which task: 101 removal of ended sessions, 102 removal of secrets that no job"
                        + " needs, 103 removal of old job history, 104 removal of certificates that nothing holds, 105"
                        + " Agent Notification Alert")
        @Nullable
        Integer scheduleType,

        @Nullable Boolean enabled,

        @Schema(description = "Every so many minutes: 1 to 525600. Not together with TimeOfDay", nullable = true)
        @Nullable
        Integer interval,

        @Schema(
                description = "Every day at the time of day of this date and time. Not together with Interval",
                format = "date-time",
                nullable = true)
        @Nullable
        String timeOfDay) {

    /** @throws CommandException MALFORMED, SCHEDULE */
    TaskTime toTime() {
        if (scheduleType == null) {
            throw new CommandException(ErrorKind.MALFORMED, "ScheduleType is required: the number of a periodic task.");
        }
        return new TaskTime(
                scheduleType,
                Optional.ofNullable(id).filter(given -> given != 0),
                schedule(),
                Optional.ofNullable(enabled));
    }

    private Optional<Schedule.Recurring> schedule() {
        if (interval != null && timeOfDay != null) {
            throw new CommandException(ErrorKind.SCHEDULE, "Send either Interval or TimeOfDay; this request has both.");
        }
        if (interval != null) {
            return Optional.of(interval(interval));
        }
        return timeOfDay == null ? Optional.empty() : Optional.of(daily(timeOfDay));
    }

    private static Schedule.Interval interval(int minutes) {
        if (minutes < Schedule.Interval.MINUTES_MIN || minutes > Schedule.Interval.MINUTES_MAX) {
            throw new CommandException(
                    ErrorKind.SCHEDULE,
                    "Interval must be %d to %d minutes, not %d."
                            .formatted(Schedule.Interval.MINUTES_MIN, Schedule.Interval.MINUTES_MAX, minutes));
        }
        return new Schedule.Interval(minutes);
    }

    private static Schedule.Daily daily(String time) {
        return new Schedule.Daily(WrittenTime.read(time)
                .orElseThrow(() -> new CommandException(
                        ErrorKind.SCHEDULE, "TimeOfDay must be a date and time such as 2026-11-25T23:30:00Z."))
                .instant()
                .atOffset(ZoneOffset.UTC)
                .toLocalTime());
    }
}
