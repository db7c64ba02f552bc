package io.quartermaster.server.setting;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the running server its settings, which are read once at its start. */
@Singleton
public final class ConfiguredSettings {
    @Produces
    @Singleton
    AgentSettings agentSettings(AgentConfiguration configuration) {
        return configuration.settings();
    }

    @Produces
    @Singleton
    JobSettings jobSettings(JobConfiguration configuration) {
        return configuration.settings();
    }
}
