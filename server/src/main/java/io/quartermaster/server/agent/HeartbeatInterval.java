package io.quartermaster.server.agent;

import io.quartermaster.server.setting.AgentSettings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When an agent is to call again.
 *
 * @param seconds for agents that know seconds; 1 or more
 */
public record HeartbeatInterval(int seconds) {
    /** How far from the interval a single agent may be put, so that a fleet does not poll in step: a tenth. */
    static final double JITTER = 0.1;

    private static final int SECONDS_PER_MINUTE = 60;

    /**
     * The setting, or as much more as the fleet needs to stay below {@link AgentSettings#heartbeatsPerSecondMax}; at most
     * {@link AgentSettings#HEARTBEAT_MAX} in both cases, and different for each call by {@link #JITTER}.
     *
     * @param approvedAgents how many agents poll
     */
    static HeartbeatInterval of(AgentSettings settings, long approvedAgents, RandomGenerator random) {
        double spread = random.nextDouble(1 - JITTER, 1 + JITTER);
        return new HeartbeatInterval(Math.max(1, (int) Math.round(seconds(settings, approvedAgents) * spread)));
    }

    /** What {@link #of} gives on average. */
    static Duration average(AgentSettings settings, long approvedAgents) {
        return Duration.ofMillis(Math.round(seconds(settings, approvedAgents) * 1000));
    }

    private static double seconds(AgentSettings settings, long approvedAgents) {
        double wanted = settings.heartbeat().toMillis() / 1000.0;
        double needed = (double) approvedAgents / settings.heartbeatsPerSecondMax();
        return Math.min(Math.max(wanted, needed), (double) AgentSettings.HEARTBEAT_MAX.toSeconds());
    }

    /** For agents that know only minutes: rounded up, so that they never poll more often than they should. */
    public int minutes() {
        return (seconds + SECONDS_PER_MINUTE - 1) / SECONDS_PER_MINUTE;
    }

    public Duration duration() {
        return Duration.ofSeconds(seconds);
    }
}
