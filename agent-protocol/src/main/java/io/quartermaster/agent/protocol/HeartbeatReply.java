package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link HeartbeatRequest}.
 *
 * @param heartbeatInterval whole minutes until the next heartbeat
 * @param heartbeatSeconds ours: the same in seconds, followed instead of the minutes by an agent that knows it
 * @param sessionValid false, or missing, tells the agent to register anew at once and to replace its job list: the only
 *     way a running agent learns of new, changed or removed jobs
 */
@WireRecord
public record HeartbeatReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("HeartbeatInterval") int heartbeatInterval,
        @JsonProperty("HeartbeatSeconds") @Nullable Integer heartbeatSeconds,
        @JsonProperty("SessionValid") boolean sessionValid) {

    /** Until the next heartbeat: seconds when given, else minutes; at least one second. */
    public Duration untilHeartbeat() {
        return interval(heartbeatInterval, heartbeatSeconds);
    }

    static Duration interval(int minutes, @Nullable Integer seconds) {
        Duration interval = seconds != null ? Duration.ofSeconds(seconds) : Duration.ofMinutes(minutes);
        return interval.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : interval;
    }
}
