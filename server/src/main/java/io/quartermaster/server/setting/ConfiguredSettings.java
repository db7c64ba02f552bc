package io.quartermaster.server.setting;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Reads the settings from configuration; what is not configured keeps the default of its record. */
@Singleton
public final class ConfiguredSettings {
    private final Config config;

    ConfiguredSettings(Config config) {
        this.config = config;
    }

    /** Whichever of them nobody has needed yet: a wrong one keeps the server from starting. */
    void check(@Observes StartupEvent start) {
        Settings.check(config);
    }

    @Produces
    @Singleton
    JobSettings jobs() {
        JobSettings defaults = JobSettings.DEFAULT;
        return new JobSettings(
                Settings.RETRIES.in(config).orElse(defaults.retriesMax()),
                Settings.TIME_LIMIT.in(config).orElse(defaults.timeLimit()),
                Settings.UNDO_DAYS.in(config).orElse(defaults.undoDays()),
                Settings.HISTORY_ENUMS.in(config).orElse(defaults.historyEnums()),
                Settings.WEEK_DAYS.in(config).orElse(defaults.weekDays()));
    }

    @Produces
    @Singleton
    AgentSettings agents() {
        AgentSettings defaults = AgentSettings.DEFAULT;
        return new AgentSettings(
                Settings.HEARTBEAT.in(config).orElse(defaults.heartbeat()),
                Settings.SESSION_LENGTH.in(config).orElse(defaults.sessionLength()),
                Settings.HEARTBEATS_PER_SECOND.in(config).orElse(defaults.heartbeatsPerSecondMax()),
                Settings.DEPARTURE_NEEDS_STORE_MODIFY.in(config).orElse(defaults.departureNeedsStoreModify()));
    }

    @Produces
    @Singleton
    StoreSettings stores() {
        return new StoreSettings(Settings.AGENT_MAY_FOLLOW.in(config).orElse(StoreSettings.DEFAULT.agentMayFollow()));
    }
}
