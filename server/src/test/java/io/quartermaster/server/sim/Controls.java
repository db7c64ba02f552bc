package io.quartermaster.server.sim;

import io.quartermaster.server.db.Database;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people have set in a simulated world, as these people understand it. Knows nothing of how the server decides, so
 * that the {@link Invariants} can hold every attempt that begins against it.
 */
final class Controls {
    /** A pause or quiet hours; {@code jobs} is a condition on the history row {@code h} of an attempt. */
    record Hold(
            UUID id,
            String jobs,
            @Nullable Instant until,
            @Nullable LocalTime from,
            @Nullable LocalTime to) {
        boolean holdsAt(Instant moment) {
            if (until != null && !until.isAfter(moment)) {
                return false;
            }
            if (from == null || to == null) {
                return true;
            }
            LocalTime wall = moment.atOffset(ZoneOffset.UTC).toLocalTime();
            return from.isBefore(to)
                    ? !wall.isBefore(from) && wall.isBefore(to)
                    : !wall.isBefore(from) || wall.isBefore(to);
        }
    }

    private final Database database;
    private final List<Hold> pauses = new ArrayList<>();
    private final List<Hold> quietHours = new ArrayList<>();
    private final Set<UUID> stoppedBefore = new HashSet<>();
    private @Nullable UUID cap;
    private int capMax = Integer.MAX_VALUE;

    Controls(Database database) {
        this.database = database;
    }

    void pause(UUID id, String jobs, @Nullable Instant until) {
        pauses.add(new Hold(id, jobs, until, null, null));
    }

    void quiet(UUID id, String jobs, LocalTime from, LocalTime to) {
        quietHours.add(new Hold(id, jobs, null, from, to));
    }

    void cap(UUID id, int max) {
        cap = id;
        capMax = max;
    }

    /** Takes one pause out; null when there is none. */
    @Nullable
    UUID endPause(RandomGenerator random) {
        return pauses.isEmpty()
                ? null
                : pauses.remove(random.nextInt(pauses.size())).id();
    }

    /** As {@link #endPause}. */
    @Nullable
    UUID endQuietHours(RandomGenerator random) {
        return quietHours.isEmpty()
                ? null
                : quietHours.remove(random.nextInt(quietHours.size())).id();
    }

    /** As {@link #endPause}. */
    @Nullable
    UUID endCap() {
        UUID ended = cap;
        cap = null;
        capMax = Integer.MAX_VALUE;
        return ended;
    }

    /** To be called before each step. */
    void rememberStoppedRollouts() {
        stoppedBefore.clear();
        stoppedBefore.addAll(stoppedRollouts());
    }

    private Set<UUID> stoppedRollouts() {
        return new HashSet<>(database.read(tx -> tx.createQuery("SELECT id FROM rollout WHERE state = 'STOPPED'")
                .mapTo(UUID.class)
                .list()));
    }

    /** What is wrong with an attempt that has just begun; null for nothing. */
    @Nullable
    String broken(long historyId, Instant begun) {
        List<Hold> active = Stream.of(pauses, quietHours)
                .flatMap(List::stream)
                .filter(hold -> hold.holdsAt(begun))
                .toList();
        String held = active.stream().map(hold -> "(" + hold.jobs() + ")").collect(Collectors.joining(" OR "));
        if (!active.isEmpty()
                && count("SELECT count(*) FROM job_history h WHERE h.id = " + historyId + " AND (" + held + ")") > 0) {
            return "began at " + begun + " under one of " + active;
        }
        if (cap != null && count("SELECT count(*) FROM attempt_in_process") > capMax) {
            return "began beyond a cap of " + capMax;
        }
        UUID rollout = database.read(tx -> tx.createQuery(
                        "SELECT rj.rollout_id FROM rollout_job rj JOIN job_history h ON h.job_id = rj.job_id WHERE h.id = :id")
                .bind("id", historyId)
                .mapTo(UUID.class)
                .findOne()
                .orElse(null));
        return rollout == null ? null : brokenOf(rollout, historyId);
    }

    private @Nullable String brokenOf(UUID rollout, long historyId) {
        if (count("""
                SELECT count(*) FROM job_history h
                  JOIN rollout_job mine ON mine.job_id = h.job_id
                  JOIN rollout_job earlier ON earlier.rollout_id = mine.rollout_id AND earlier.wave < mine.wave
                  JOIN scheduled_job j ON j.id = earlier.job_id
                 WHERE h.id =\s""" + historyId) > 0) {
            return "began before the earlier waves of its rollout had ended";
        }
        Set<UUID> stopped = stoppedRollouts();
        stopped.retainAll(stoppedBefore);
        return stopped.contains(rollout) ? "began in a rollout that was stopped" : null;
    }

    private long count(String sql) {
        return database.read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }
}
