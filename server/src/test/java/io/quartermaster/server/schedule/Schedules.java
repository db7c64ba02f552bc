package io.quartermaster.server.schedule;

import io.quartermaster.server.schedule.Schedule.Daily;
import io.quartermaster.server.schedule.Schedule.ExactlyOnce;
import io.quartermaster.server.schedule.Schedule.Immediate;
import io.quartermaster.server.schedule.Schedule.Interval;
import io.quartermaster.server.schedule.Schedule.LastOfMonth;
import io.quartermaster.server.schedule.Schedule.Monthly;
import io.quartermaster.server.schedule.Schedule.Recurring;
import io.quartermaster.server.schedule.Schedule.Weekly;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Random schedules and moments. */
final class Schedules {
    private static final long FIRST_SECOND =
            Instant.parse("2019-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("2105-01-01T00:00:00Z").getEpochSecond();

    private final RandomGenerator random;

    Schedules(RandomGenerator random) {
        this.random = random;
    }

    Schedule any() {
        return switch (random.nextInt(7)) {
            case 0 -> new Immediate();
            case 1 -> new ExactlyOnce(moment());
            default -> recurring();
        };
    }

    Recurring recurring() {
        return switch (random.nextInt(5)) {
            case 0 -> new Interval(random.nextInt(3) == 0 ? random.nextInt(1, 525_601) : random.nextInt(1, 200));
            case 1 -> new Daily(time());
            case 2 -> new Weekly(days(), time());
            case 3 -> new Monthly(random.nextInt(1, 28), time());
            default -> new LastOfMonth(time());
        };
    }

    Instant moment() {
        return Instant.ofEpochSecond(random.nextLong(FIRST_SECOND, LAST_SECOND), random.nextInt(1_000_000_000));
    }

    /** Mostly soon after a moment, sometimes years later, sometimes half a minute earlier. */
    Instant around(Instant moment) {
        return switch (random.nextInt(4)) {
            case 0 -> moment.minusSeconds(random.nextInt(60));
            case 1 -> moment.plusSeconds(random.nextInt(120));
            case 2 -> moment.plusSeconds(random.nextInt(10_000_000));
            default -> moment.plusSeconds(random.nextInt(200_000_000));
        };
    }

    private LocalTime time() {
        return LocalTime.of(random.nextInt(24), random.nextInt(60));
    }

    private Set<DayOfWeek> days() {
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(random.nextInt(1, 8)));
        for (DayOfWeek day : DayOfWeek.values()) {
            if (random.nextInt(3) == 0) {
                days.add(day);
            }
        }
        return days;
    }
}
