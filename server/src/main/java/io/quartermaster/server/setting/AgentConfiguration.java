package io.quartermaster.server.setting;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** {@link AgentSettings} as the configuration has them; what is not set there has its default. */
@ConfigMapping(prefix = "qm.agent")
interface AgentConfiguration {
    Optional<Duration> heartbeat();

    Optional<Duration> sessionLength();

    Optional<Integer> heartbeatsPerSecondMax();

    Optional<Boolean> departureNeedsStoreModify();

    /** @throws IllegalArgumentException for a value beyond its limits */
    default AgentSettings settings() {
        AgentSettings defaults = AgentSettings.DEFAULT;
        return new AgentSettings(
                heartbeat().orElse(defaults.heartbeat()),
                sessionLength().orElse(defaults.sessionLength()),
                heartbeatsPerSecondMax().orElse(defaults.heartbeatsPerSecondMax()),
                departureNeedsStoreModify().orElse(defaults.departureNeedsStoreModify()));
    }
}
