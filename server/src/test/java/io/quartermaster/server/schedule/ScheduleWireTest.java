package io.quartermaster.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule.Immediate;
import io.quartermaster.server.schedule.Schedule.LastOfMonth;
import io.quartermaster.server.schedule.Schedule.Recurring;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleWireTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .build();
    private static final Set<ScheduleKind> ALL = EnumSet.allOf(ScheduleKind.class);
    private static final Set<ScheduleKind> RUNNING = EnumSet.complementOf(EnumSet.of(ScheduleKind.OFF));

    /** A request with a schedule in it, as the features have them. */
    record Request(@Nullable ScheduleJson schedule) {}

    private static @Nullable ScheduleJson json(String schedule) throws JsonProcessingException {
        return JSON.readValue("{\"Schedule\":" + schedule + "}", Request.class).schedule();
    }

    private static Optional<Schedule> read(String schedule) throws JsonProcessingException {
        return ScheduleWire.read(json(schedule), "Schedule", ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Interval':{'Minutes':60}}                                          | I_60",
                "{'interval':{'minutes':'60'}}                                        | I_60",
                "{'INTERVAL':{'MINUTES':1}}                                           | I_1",
                "{'Interval':{'Minutes':525600}}                                      | I_525600",
                "{'Interval':{'Minutes':60,'Unit':'x'},'Comment':'x'}                 | I_60",
                "{'Daily':{'Time':'2026-11-25T23:30:00Z'}}                            | D_23:30",
                "{'Daily':{'Time':'2020-01-01T23:30:59.000Z'}}                        | D_23:30",
                "{'Daily':{'Time':'2020-01-01T23:30:00'}}                             | D_23:30",
                "{'Daily':{'Time':'2020-01-01 23:30:00Z'}}                            | D_23:30",
                "{'Daily':{'Time':'2020-01-01T23:30:00-02:00'}}                       | D_01:30",
                "{'Daily':{'Time':'2020-01-01'}}                                      | D_00:00",
                "{'Weekly':{'Days':[1,5],'Time':'2026-11-25T07:00:00Z'}}              | W_26_07:00",
                "{'Weekly':{'Days':[5,1,5],'Time':'2026-11-25T07:00:00Z'}}            | W_26_07:00",
                "{'Weekly':{'Days':['Monday','FRIDAY'],'Time':'2026-11-25T07:00:00Z'}}| W_26_07:00",
                "{'Weekly':{'Days':['1','friday'],'Time':'2026-11-25T07:00:00Z'}}     | W_26_07:00",
                "{'Weekly':{'Days':[0,6],'Time':'2026-11-25T07:00:00Z'}}              | W_17_07:00",
                "{'Weekly':{'Days':0,'Time':'2026-11-25T07:00:00Z'}}                  | W_1_07:00",
                "{'Monthly':{'Day':5,'Time':'2026-11-25T07:00:00Z'}}                  | M_5_07:00",
                "{'Monthly':{'Day':'27','Time':'2026-11-25T07:00:00Z'}}               | M_27_07:00",
                "{'ExactlyOnce':{'Time':'2026-11-25T23:30:01Z'}}                      | O_2026-11-25T23:30",
                "{'exactlyonce':{'time':'11/25/2026 23:30:00'}}                       | O_2026-11-25T23:30",
                "{'Immediate':false,'Interval':{'Minutes':60}}                        | I_60",
                "{'Off':null,'Immediate':null,'Interval':{'Minutes':60},'Daily':null} | I_60",
                "{'Off':false,'Interval':{'Minutes':60}}                              | I_60",
            })
    void aScheduleIsReadAsClientsSendIt(String json, String text) throws JsonProcessingException {
        assertThat(read(json.replace('\'', '"'))).contains(Schedule.ofText(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Immediate':true}",
                "{'immediate':'True'}",
                "{'Immediate':true,'Off':false}",
                "{'Immediate':true,'Off':null}"
            })
    void immediateIsRead(String json) throws JsonProcessingException {
        assertThat(read(json.replace('\'', '"'))).contains(new Immediate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'Off'", "'off'", "{'Off':true}", "{'OFF':'true'}", "{'Off':null}"})
    void offIsReadAndRefusedWhereAJobMustRun(String json) throws JsonProcessingException {
        ScheduleJson off = json(json.replace('\'', '"'));
        assertThat(ScheduleWire.read(off, "Schedule", ALL)).isEmpty();
        assertThatThrownBy(() -> ScheduleWire.readRunning(off, "Schedule", RUNNING))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.SCHEDULE))
                .hasMessage("Schedule must not be Off here; it may be Immediate, Interval, Daily, Weekly, Monthly,"
                        + " ExactlyOnce.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{'Immediate':false}", "{'Immediate':null,'Daily':null}", "{'Off':false}"})
    void nothingSetIsOffWhereAllowedElseImmediate(String json) throws JsonProcessingException {
        ScheduleJson nothing = json(json.replace('\'', '"'));
        assertThat(ScheduleWire.read(nothing, "Schedule", ALL)).isEmpty();
        assertThat(ScheduleWire.readRunning(nothing, "Schedule", RUNNING)).isEqualTo(new Immediate());
        assertThatThrownBy(() -> ScheduleWire.read(nothing, "SyncSchedule", EnumSet.of(ScheduleKind.DAILY)))
                .isInstanceOf(CommandException.class)
                .hasMessage("SyncSchedule is required; it may be Daily.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Interval':{'Minutes':60},'Daily':{'Time':'2026-11-25T23:30:00Z'}} | Schedule must have exactly one key, not Interval and Daily.",
                "{'Off':true,'Immediate':true}               | Schedule must have exactly one key, not Off and Immediate.",
                "{'Daily':{'Time':'2026-11-25T23:30:00Z'},'daily':{'Time':'2026-11-25T23:30:00Z'}} | Schedule must have exactly one key, not Daily and Daily.",
                "{'Hourly':{'Minute':5}}                     | Schedule must have one of the keys Off, Immediate, Interval, Daily, Weekly, Monthly, ExactlyOnce, not \"Hourly\".",
                "'Daily'                                     | Schedule must be an object with one of the keys Off, Immediate, Interval, Daily, Weekly, Monthly, ExactlyOnce, or the text Off, not \"Daily\".",
                "[]                                          | Schedule must be an object with one of the keys Off, Immediate, Interval, Daily, Weekly, Monthly, ExactlyOnce, or the text Off, not an array.",
                "5                                           | Schedule must be an object with one of the keys Off, Immediate, Interval, Daily, Weekly, Monthly, ExactlyOnce, or the text Off, not \"5\".",
                "{'Immediate':'now'}                         | Schedule.Immediate must be true or false, not \"now\".",
                "{'Immediate':{}}                            | Schedule.Immediate must be true or false, not an object.",
                "{'Off':1}                                   | Schedule.Off must be true or false, not \"1\".",
                "{'Interval':60}                             | Schedule.Interval must be an object with Minutes, not \"60\".",
                "{'Interval':{}}                             | Schedule.Interval.Minutes must be 1 to 525600, not nothing.",
                "{'Interval':{'Minutes':null}}               | Schedule.Interval.Minutes must be 1 to 525600, not nothing.",
                "{'Interval':{'Minutes':0}}                  | Schedule.Interval.Minutes must be 1 to 525600, not 0.",
                "{'Interval':{'Minutes':525601}}             | Schedule.Interval.Minutes must be 1 to 525600, not 525601.",
                "{'Interval':{'Minutes':1.5}}                | Schedule.Interval.Minutes must be a whole number, not \"1.5\".",
                "{'Interval':{'Minutes':'an hour'}}          | Schedule.Interval.Minutes must be a whole number, not \"an hour\".",
                "{'Interval':{'Minutes':99999999999}}        | Schedule.Interval.Minutes must be a number of at most 32 bits, not \"99999999999\".",
                "{'Daily':{'Time':'daily'}}                  | Schedule.Daily.Time must be a date and time such as 2026-11-25T23:30:00Z, not \"daily\".",
                "{'Daily':{}}                                | Schedule.Daily.Time must be a date and time such as 2026-11-25T23:30:00Z, not nothing.",
                "{'Daily':'23:30'}                           | Schedule.Daily must be an object with Time, not \"23:30\".",
                "{'Daily':{'Time':1764113400}}               | Schedule.Daily.Time must be a text, not \"1764113400\".",
                "{'Weekly':{'Time':'2026-11-25T07:00:00Z'}}  | Schedule.Weekly.Days must name at least one day.",
                "{'Weekly':{'Days':[],'Time':'2026-11-25T07:00:00Z'}} | Schedule.Weekly.Days must name at least one day.",
                "{'Weekly':{'Days':[7],'Time':'2026-11-25T07:00:00Z'}} | Schedule.Weekly.Days must hold numbers from 0 (Sunday) to 6 (Saturday) or names, not \"7\".",
                "{'Weekly':{'Days':[-1],'Time':'2026-11-25T07:00:00Z'}} | Schedule.Weekly.Days must hold numbers from 0 (Sunday) to 6 (Saturday) or names, not \"-1\".",
                "{'Weekly':{'Days':['Mon'],'Time':'2026-11-25T07:00:00Z'}} | Schedule.Weekly.Days must hold numbers from 0 (Sunday) to 6 (Saturday) or names, not \"Mon\".",
                "{'Weekly':{'Days':[null],'Time':'2026-11-25T07:00:00Z'}} | Schedule.Weekly.Days must be a whole number, not \"null\".",
                "{'Weekly':{'Days':[1]}}                     | Schedule.Weekly.Time must be a date and time such as 2026-11-25T23:30:00Z, not nothing.",
                "{'Monthly':{'Day':28,'Time':'2026-11-25T07:00:00Z'}} | Schedule.Monthly.Day must be 1 to 27, not 28.",
                "{'Monthly':{'Day':0,'Time':'2026-11-25T07:00:00Z'}} | Schedule.Monthly.Day must be 1 to 27, not 0.",
                "{'Monthly':{'Time':'2026-11-25T07:00:00Z'}} | Schedule.Monthly.Day must be 1 to 27, not nothing.",
                "{'ExactlyOnce':{'Time':'2026-02-29T07:00:00Z'}} | Schedule.ExactlyOnce.Time must be a date and time such as 2026-11-25T23:30:00Z, not \"2026-02-29T07:00:00Z\".",
            })
    void whatIsNoScheduleIsRefusedWithTheMemberAndTheExpectation(String json, String message)
            throws JsonProcessingException {
        ScheduleJson schedule = json(json.replace('\'', '"'));
        assertThatThrownBy(() -> ScheduleWire.read(schedule, "Schedule", ALL))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.SCHEDULE))
                .hasMessage(message);
    }

    @Test
    void aLongTextIsCutInTheMessage() throws JsonProcessingException {
        ScheduleJson schedule = json("{\"Daily\":{\"Time\":\"" + "x".repeat(1000) + "\"}}");
        assertThatThrownBy(() -> ScheduleWire.read(schedule, "Schedule", ALL))
                .hasMessageEndingWith("not \"" + "x".repeat(60) + "...\".");
    }

    @Test
    void aKindThatIsNotAllowedIsRefusedWithTheAllowedOnes() throws JsonProcessingException {
        ScheduleJson weekly = json("{\"Weekly\":{\"Days\":[1],\"Time\":\"2026-11-25T07:00:00Z\"}}");
        assertThatThrownBy(() -> ScheduleWire.read(
                        weekly, "Schedule", EnumSet.of(ScheduleKind.EXACTLY_ONCE, ScheduleKind.IMMEDIATE)))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.SCHEDULE))
                .hasMessage("Schedule must not be Weekly here; it may be Immediate, ExactlyOnce.");
    }

    @Test
    void whoeverAllowsOffCannotAskForARunningSchedule() {
        assertThatThrownBy(() -> ScheduleWire.readRunning(null, "Schedule", ALL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                   | {'Immediate':true}",
                "I_60               | {'Interval':{'Minutes':60}}",
                "D_23:30            | {'Daily':{'Time':'2026-11-25T23:30:00Z'}}",
                "W_26_07:00         | {'Weekly':{'Days':[1,5],'Time':'2026-11-25T07:00:00Z'}}",
                "W_17_07:00         | {'Weekly':{'Days':[0,6],'Time':'2026-11-25T07:00:00Z'}}",
                "M_5_07:00          | {'Monthly':{'Day':5,'Time':'2026-11-25T07:00:00Z'}}",
                "O_2026-12-01T00:00 | {'ExactlyOnce':{'Time':'2026-12-01T00:00:00Z'}}",
            })
    void anAnswerHasTheKeyThatIsSetAndTheDateOfTheNextRun(@Nullable String text, String expected)
            throws JsonProcessingException {
        ScheduleJson json =
                ScheduleWire.write(Schedule.ofText(text), Instant.parse("2026-11-25T09:15:00Z"), WeekDayForm.NUMBER);
        assertThat(JSON.writeValueAsString(json)).isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void weekDaysAreWrittenAsNamesWhereTheSettingSaysSo() throws JsonProcessingException {
        ScheduleJson json = ScheduleWire.write(
                Schedule.ofText("W_17_07:00"), Instant.parse("2026-11-28T07:00:00Z"), WeekDayForm.NAME);
        assertThat(JSON.writeValueAsString(json))
                .isEqualTo("{\"Weekly\":{\"Days\":[\"Sunday\",\"Saturday\"],\"Time\":\"2026-11-28T07:00:00Z\"}}");
    }

    @Test
    void theLastDayOfTheMonthIsShownAsTheDayItIs() throws JsonProcessingException {
        Recurring last = new LastOfMonth(LocalTime.of(7, 0));
        ScheduleJson json = ScheduleWire.write(last, Instant.parse("2028-02-29T07:00:00Z"), WeekDayForm.NUMBER);
        assertThat(JSON.writeValueAsString(json))
                .isEqualTo("{\"Monthly\":{\"Day\":29,\"Time\":\"2028-02-29T07:00:00Z\"}}");
    }

    private static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatAnAnswerShowsReadsBackAsTheSameSchedule(long seed) throws JsonProcessingException {
        SplittableRandom random = new SplittableRandom(seed);
        Schedules schedules = new Schedules(random);
        for (int i = 0; i < 200; i++) {
            Schedule schedule = schedules.any();
            if (schedule instanceof LastOfMonth) {
                continue;
            }
            WeekDayForm form = random.nextBoolean() ? WeekDayForm.NUMBER : WeekDayForm.NAME;
            String json =
                    JSON.writeValueAsString(ScheduleWire.write(schedule, schedule.firstRun(schedules.moment()), form));
            assertThat(read(json)).as("seed %d: %s", seed, json).contains(schedule);
        }
    }
}
