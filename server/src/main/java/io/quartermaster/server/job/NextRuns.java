package io.quartermaster.server.job;

import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When jobs run next, with the chance that keeps a fleet out of step. Safe for many threads. */
@Singleton
public class NextRuns {
    private final RandomGenerator random;

    public NextRuns(RandomGenerator random) {
        this.random = random;
    }

    /** @param jitteredSeconds so much of it is chance */
    record Run(Instant at, int jitteredSeconds) {}

    /** The run after the one that is due; of a job that runs once, the same. */
    Run after(ScheduledJob job, Instant now) {
        return job.schedule() instanceof Schedule.Recurring recurring
                ? jittered(recurring.nextRun(planned(job), counted(recurring, now)), job.jitterSeconds())
                : new Run(job.nextRun(), job.jitteredSeconds());
    }

    /** A time of the day that is due by now, although it is up to a minute ahead, is that of the run that begins. */
    private static Instant counted(Schedule.Recurring recurring, Instant now) {
        return recurring instanceof Schedule.AtTimeOfDay ? now.plus(JobHandout.EARLY) : now;
    }

    /** The next run of a job with other chance. */
    Run again(ScheduledJob job, int jitterSeconds) {
        return jittered(planned(job), jitterSeconds);
    }

    private Run jittered(Instant planned, int jitterSeconds) {
        int chance = jitterSeconds == 0 ? 0 : random.nextInt(jitterSeconds + 1);
        return new Run(planned.plusSeconds(chance), chance);
    }

    /** The schedule counts on from here, or chance would add up. */
    private static Instant planned(ScheduledJob job) {
        return job.nextRun().minusSeconds(job.jitteredSeconds());
    }
}
