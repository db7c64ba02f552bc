package io.quartermaster.server.schedule;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schedule in requests and answers, with at most one key:
 *
 * <pre>
 * {"Immediate": true}
 * {"Interval": {"Minutes": 60}}
 * {"Daily": {"Time": "2026-11-25T23:30:00Z"}}
 * {"Weekly": {"Days": [1, 5], "Time": "2026-11-25T07:00:00Z"}}
 * {"Monthly": {"Day": 5, "Time": "2026-11-25T07:00:00Z"}}
 * {"ExactlyOnce": {"Time": "2026-11-25T23:30:00Z"}}
 * </pre>
 *
 * <p>{@link ScheduleWire} checks and converts it; {@link ScheduleJsonReader} says what else is read.
 *
 * @param off requests only: said in so many words that there is to be no schedule
 * @param unreadable requests only: why the JSON is no schedule; a sentence without its subject, and nothing else is set
 */
@JsonDeserialize(using = ScheduleJsonReader.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "KeyfactorCommonSchedulingKeyfactorSchedule")
public record ScheduleJson(
        @JsonProperty("Immediate") @Nullable Boolean immediate,
        @JsonProperty("Interval") @Nullable IntervalJson interval,
        @JsonProperty("Daily") @Nullable TimeJson daily,
        @JsonProperty("Weekly") @Nullable WeeklyJson weekly,
        @JsonProperty("Monthly") @Nullable MonthlyJson monthly,
        @JsonProperty("ExactlyOnce") @Nullable TimeJson exactlyOnce,
        @JsonIgnore @Schema(hidden = true) boolean off,
        @JsonIgnore @Schema(hidden = true) @Nullable String unreadable) {

    @Schema(name = "KeyfactorCommonSchedulingModelsIntervalModel")
    public record IntervalJson(
            @JsonProperty("Minutes") @Nullable Integer minutes) {}

    /** @param time date and time; of a daily schedule only the time of day counts */
    @Schema(name = "KeyfactorCommonSchedulingModelsTimeModel")
    public record TimeJson(
            @JsonProperty("Time") @Schema(format = "date-time") @Nullable
            String time) {}

    /**
     * @param days numbers from 0 for Sunday to 6 for Saturday, or the English names
     * @param time date and time, of which only the time of day counts
     */
    @Schema(name = "KeyfactorCommonSchedulingModelsWeeklyModel")
    public record WeeklyJson(
            @JsonProperty("Days") @Schema(type = SchemaType.ARRAY, implementation = Integer.class) @Nullable
            List<Object> days,

            @JsonProperty("Time") @Schema(format = "date-time") @Nullable
            String time) {}

    /**
     * @param day 1 to 27
     * @param time date and time, of which only the time of day counts
     */
    @Schema(name = "KeyfactorCommonSchedulingModelsMonthlyModel")
    public record MonthlyJson(
            @JsonProperty("Day") @Nullable Integer day,

            @JsonProperty("Time") @Schema(format = "date-time") @Nullable
            String time) {}

    static ScheduleJson ofOff() {
        return new ScheduleJson(null, null, null, null, null, null, true, null);
    }

    /** {@code {}} and its like: no key is set. */
    static ScheduleJson ofNothing() {
        return new ScheduleJson(null, null, null, null, null, null, false, null);
    }

    static ScheduleJson ofUnreadable(String unreadable) {
        return new ScheduleJson(null, null, null, null, null, null, false, unreadable);
    }

    static ScheduleJson ofImmediate() {
        return new ScheduleJson(true, null, null, null, null, null, false, null);
    }

    static ScheduleJson of(IntervalJson interval) {
        return new ScheduleJson(null, interval, null, null, null, null, false, null);
    }

    static ScheduleJson ofDaily(TimeJson daily) {
        return new ScheduleJson(null, null, daily, null, null, null, false, null);
    }

    static ScheduleJson of(WeeklyJson weekly) {
        return new ScheduleJson(null, null, null, weekly, null, null, false, null);
    }

    static ScheduleJson of(MonthlyJson monthly) {
        return new ScheduleJson(null, null, null, null, monthly, null, false, null);
    }

    static ScheduleJson ofExactlyOnce(TimeJson exactlyOnce) {
        return new ScheduleJson(null, null, null, null, null, exactlyOnce, false, null);
    }
}
