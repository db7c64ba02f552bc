package io.quartermaster.server.setting;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How agents are told to behave.
 *
 * @param heartbeat how often an approved agent asks whether its list of jobs still holds; one second to one day. It is
 *     stretched when the fleet would otherwise exceed {@code heartbeatsPerSecondMax}
 * @param sessionLength when an agent has to register anew even though nothing changed; one minute to 30 days
 * @param heartbeatsPerSecondMax how many heartbeats of the whole fleet the servers take on average; 1 to 100,000
 * @param departureNeedsStoreModify whether somebody who resets or deletes an agent also needs the permission to modify
 *     the certificate stores that go with it
 */
public record AgentSettings(
        Duration heartbeat, Duration sessionLength, int heartbeatsPerSecondMax, boolean departureNeedsStoreModify)
        implements Supplier<AgentSettings> {
    public static final Duration HEARTBEAT_MIN = Duration.ofSeconds(1);
    public static final Duration HEARTBEAT_MAX = Duration.ofDays(1);
    public static final Duration SESSION_LENGTH_MIN = Duration.ofMinutes(1);
    public static final Duration SESSION_LENGTH_MAX = Duration.ofDays(30);
    public static final int HEARTBEATS_PER_SECOND_LIMIT = 100_000;

    /**
     * Five minutes, which is also what an agent assumes that is told nothing (C agent), 23 hours, and 500: a fleet of
     * 150,000 keeps its five minutes. The permission is needed.
     */
    public static final AgentSettings DEFAULT =
            new AgentSettings(Duration.ofMinutes(5), Duration.ofMinutes(1380), 500, true);

    /** @throws IllegalArgumentException with a sentence that names the setting and its limits */
    public AgentSettings {
        requireBetween("qm.agent.heartbeat", heartbeat, HEARTBEAT_MIN, HEARTBEAT_MAX);
        requireBetween("qm.agent.session-length", sessionLength, SESSION_LENGTH_MIN, SESSION_LENGTH_MAX);
        if (heartbeatsPerSecondMax < 1 || heartbeatsPerSecondMax > HEARTBEATS_PER_SECOND_LIMIT) {
            throw new IllegalArgumentException("qm.agent.heartbeats-per-second-max must be 1 to "
                    + HEARTBEATS_PER_SECOND_LIMIT + ", not " + heartbeatsPerSecondMax + ".");
        }
    }

    private static void requireBetween(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value + ".");
        }
    }

    /** Itself: settings that nobody changes. */
    @Override
    public AgentSettings get() {
        return this;
    }
}
