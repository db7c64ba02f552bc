package io.quartermaster.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Schedules a thousand jobs on the agent, which begins with the first while the last are still being scheduled.
 *
 * <p>Half are to run at once. The other half has a time, the next full minute: agents count in whole minutes, so these
 * are due as well, but behind the first half, and a query can tell them from it.
 */
final class ScheduleJobs {
    static final int JOBS_OF_A_HALF = 500;

    /** Calls at a time. */
    private static final int CALLERS = 4;

    private final InstantSource clock;
    private final Narration narration;

    ScheduleJobs(InstantSource clock, Narration narration) {
        this.clock = clock;
        this.narration = narration;
    }

    /** The ids of the jobs. */
    record Jobs(List<String> now, List<String> later) {
        List<String> all() {
            List<String> all = new ArrayList<>(now);
            all.addAll(later);
            return all;
        }
    }

    Jobs run(CustomJobs jobs, String agentId, Path file) throws InterruptedException {
        Instant begun = clock.instant();
        jobs.createType();
        List<String> now = times(() -> jobs.scheduleNow(agentId, file), 0);
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        List<String> later = times(() -> jobs.scheduleAt(agentId, file, minute), JOBS_OF_A_HALF);
        narration.did(String.format(
                "%,d jobs scheduled in %.1f s with POST /OrchestratorJobs/Custom: %d at once, %d at %s.",
                now.size() + later.size(),
                Duration.between(begun, clock.instant()).toMillis() / 1000.0,
                now.size(),
                later.size(),
                minute));
        return new Jobs(now, later);
    }

    private List<String> times(Supplier<String> call, int before) throws InterruptedException {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < JOBS_OF_A_HALF; i++) {
                calls.add(callers.submit(call::get));
            }
            List<String> ids = new ArrayList<>();
            try {
                for (Future<String> one : calls) {
                    ids.add(one.get());
                    narration.progress(before + ids.size() + " of " + 2 * JOBS_OF_A_HALF + " jobs scheduled");
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
            } finally {
                callers.shutdownNow();
            }
            return ids;
        }
    }
}
