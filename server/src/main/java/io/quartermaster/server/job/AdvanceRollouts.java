package io.quartermaster.server.job;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import io.quartermaster.server.job.WaveRepository.Ended;
import io.quartermaster.server.job.WaveRepository.Progress;
import io.quartermaster.server.job.WaveRepository.Wave;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Lets the next wave of a rollout go when the one before has ended, and stops it when too many of its jobs have failed.
 *
 * <p>The end of an attempt brings its rollout forward in its own transaction, so that a failure holds the others at once.
 * A job that was taken off the schedule is noticed a little later.
 */
@Singleton
public class AdvanceRollouts {
    private static final int PERCENT = 100;

    private final Database database;
    private final WaveRepository waves;
    private final HeldJobs heldJobs;
    private final AuditLog audit;
    private final InstantSource clock;

    public AdvanceRollouts(
            Database database, WaveRepository waves, HeldJobs heldJobs, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.waves = waves;
        this.heldJobs = heldJobs;
        this.audit = audit;
        this.clock = clock;
    }

    @SilentInOutage
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyFewSeconds() {
        run();
    }

    /** @return how many jobs were found to have left the schedule */
    public int run() {
        return database.inTransaction(tx -> {
            List<Ended> gone = waves.gone(tx);
            settle(tx, gone, clock.instant().truncatedTo(ChronoUnit.MICROS));
            return gone.size();
        });
    }

    /** Counts jobs that will not run any more, and brings their rollouts forward. The jobs' rows are locked or gone. */
    void settle(Handle tx, List<Ended> ended, Instant now) {
        if (ended.isEmpty()) {
            return;
        }
        List<Progress> rollouts =
                waves.lock(tx, ended.stream().map(Ended::rolloutId).distinct().toList());
        waves.settle(tx, ended);
        rollouts.forEach(rollout -> advance(tx, rollout, now));
    }

    /** Brings a rollout forward that was resumed: a wave may have ended while it was stopped. */
    public void resumed(Handle tx, UUID rolloutId, Instant now) {
        waves.lock(tx, List.of(rolloutId)).forEach(rollout -> advance(tx, rollout, now));
    }

    private void advance(Handle tx, Progress rollout, Instant now) {
        List<Wave> all = waves.waves(tx, rollout.rolloutId());
        if (all.stream().allMatch(Wave::isOver)) {
            waves.complete(tx, rollout.rolloutId(), now);
            tell(tx, AuditOperation.COMPLETED, rollout.rolloutId(), "Completed");
            return;
        }
        if (!rollout.running()) {
            return;
        }
        List<Wave> letGo =
                all.stream().filter(wave -> wave.number() <= rollout.wave()).toList();
        long failures = letGo.stream().mapToLong(Wave::failed).sum() - rollout.forgiven();
        long jobs = letGo.stream().mapToLong(Wave::jobs).sum();
        if (isTooMany(rollout, failures, jobs)) {
            String because = failures + " of the " + jobs + " jobs that were let go have failed";
            waves.stop(tx, rollout.rolloutId(), because);
            tell(tx, AuditOperation.UPDATED, rollout.rolloutId(), "Stopped: " + because);
            return;
        }
        int next = all.stream()
                .filter(wave -> !wave.isOver())
                .mapToInt(Wave::number)
                .min()
                .orElseThrow();
        if (next > rollout.wave()) {
            for (int wave = rollout.wave() + 1; wave <= next; wave++) {
                waves.open(tx, rollout.rolloutId(), wave, now);
            }
            heldJobs.wake(tx, new Obstruction.Rollout(rollout.rolloutId()), now);
        }
    }

    private static boolean isTooMany(Progress rollout, long failures, long jobs) {
        if (failures <= 0) {
            return false;
        }
        Integer percent = rollout.failurePercent();
        return percent == null
                ? rollout.failuresMax() != null && failures >= rollout.failuresMax()
                : failures * PERCENT >= percent * jobs;
    }

    private void tell(Handle tx, AuditOperation operation, UUID rolloutId, String state) {
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.JOB_CONTROL,
                        operation,
                        AuditEntry.TIMER_SERVICE,
                        "Rollout",
                        rolloutId.toString(),
                        new AuditMessage().after("State", state)));
    }
}
