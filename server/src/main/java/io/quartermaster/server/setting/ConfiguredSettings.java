package io.quartermaster.server.setting;

import io.quartermaster.server.setting.JobSettings.EnumForm;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings from configuration; what is not configured keeps the default of its record. */
@Singleton
public final class ConfiguredSettings {
    @Produces
    @Singleton
    JobSettings jobs(
            @ConfigProperty(name = "qm.job.retries-max") Optional<Integer> retriesMax,
            @ConfigProperty(name = "qm.job.time-limit") Optional<Duration> timeLimit,
            @ConfigProperty(name = "qm.job.undo-days") Optional<Integer> undoDays,
            @ConfigProperty(name = "qm.api.job-history-enums") Optional<EnumForm> historyEnums,
            @ConfigProperty(name = "qm.api.week-days") Optional<EnumForm> weekDays) {
        JobSettings defaults = JobSettings.DEFAULT;
        return new JobSettings(
                retriesMax.orElse(defaults.retriesMax()),
                timeLimit.orElse(defaults.timeLimit()),
                undoDays.orElse(defaults.undoDays()),
                historyEnums.orElse(defaults.historyEnums()),
                weekDays.orElse(defaults.weekDays()));
    }

    @Produces
    @Singleton
    AgentSettings agents(
            @ConfigProperty(name = "qm.agent.heartbeat") Optional<Duration> heartbeat,
            @ConfigProperty(name = "qm.agent.session-length") Optional<Duration> sessionLength,
            @ConfigProperty(name = "qm.agent.heartbeats-per-second-max") Optional<Integer> heartbeatsPerSecondMax,
            @ConfigProperty(name = "qm.agent.departure-needs-store-modify")
                    Optional<Boolean> departureNeedsStoreModify) {
        AgentSettings defaults = AgentSettings.DEFAULT;
        return new AgentSettings(
                heartbeat.orElse(defaults.heartbeat()),
                sessionLength.orElse(defaults.sessionLength()),
                heartbeatsPerSecondMax.orElse(defaults.heartbeatsPerSecondMax()),
                departureNeedsStoreModify.orElse(defaults.departureNeedsStoreModify()));
    }

    @Produces
    @Singleton
    StoreSettings stores(@ConfigProperty(name = "qm.store.agent-may-follow") Optional<Boolean> agentMayFollow) {
        return new StoreSettings(agentMayFollow.orElse(StoreSettings.DEFAULT.agentMayFollow()));
    }
}
