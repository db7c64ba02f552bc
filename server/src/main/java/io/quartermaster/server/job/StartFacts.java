package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides whether a job may start, as it was at one moment.
 *
 * @param agent null when there is no such agent any more
 * @param capabilities of these names, in any case, the agent needs one
 * @param running its own attempt
 * @param onStore the attempt of another job on the same certificate store
 * @param ahead the job of the same store that comes before it
 * @param quiet quiet hours that hold now
 * @param pause one that holds it now
 * @param wave of a job that belongs to a rollout
 * @param cap one that has no room
 * @param obstacles what the judges found
 */
record StartFacts(
        ScheduledJob job,
        @Nullable AgentFacts agent,
        List<String> capabilities,
        @Nullable RunningAttempt running,
        @Nullable OtherJob onStore,
        @Nullable OtherJob ahead,
        @Nullable QuietFacts quiet,
        @Nullable PauseFacts pause,
        @Nullable WaveFacts wave,
        @Nullable CapFacts cap,
        Set<Obstacle> obstacles,
        Instant now) {

    /** @param lastSeen null for an agent that never called */
    record AgentFacts(
            String clientMachine,
            AgentStatus status,
            @Nullable Instant lastSeen) {}

    record RunningAttempt(long historyId, Instant start) {}

    /** @param at when it began, or when it is due */
    record OtherJob(UUID jobId, String jobType, Instant at) {
        /** For sentences. */
        String words() {
            return jobType + " " + jobId;
        }
    }

    /** @param toMinute of the day on which they end, or of the one after if not after {@code fromMinute} */
    record QuietFacts(int fromMinute, int toMinute, ZoneId zone, String reason) {
        private static final int MINUTES_PER_HOUR = 60;
        private static final int MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

        /** When those that hold at a moment end. */
        Instant endAfter(Instant moment) {
            ZonedDateTime wall = moment.atZone(zone);
            int minute = wall.getHour() * MINUTES_PER_HOUR + wall.getMinute();
            boolean nextDay = toMinute <= fromMinute && minute >= fromMinute;
            LocalDate day = wall.toLocalDate().plusDays((nextDay ? 1 : 0) + toMinute / MINUTES_PER_DAY);
            LocalTime time = LocalTime.MIN.plusMinutes(toMinute);
            return day.atTime(time).atZone(zone).toInstant();
        }
    }

    /** @param until null where a person has to resume */
    record PauseFacts(
            String reason,
            String pausedBy,
            Instant since,
            @Nullable Instant until) {}

    /** @param currentWave jobs of this wave and of those before may start */
    record WaveFacts(UUID rolloutId, boolean stopped, int wave, int currentWave) {}

    /** @param of whose attempts it limits, for a sentence */
    record CapFacts(String of, int runningMax) {}

    boolean isBlockedBy(Obstacle obstacle) {
        return obstacles.contains(obstacle);
    }

    /** For sentences. */
    String agentName() {
        return agent == null ? job.agentId().toString() : agent.clientMachine();
    }
}
