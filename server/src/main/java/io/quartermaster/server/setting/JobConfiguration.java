package io.quartermaster.server.setting;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** {@link JobSettings} as the configuration has them; what is not set there has its default. */
@ConfigMapping(prefix = "qm.job")
interface JobConfiguration {
    Optional<Integer> retriesMax();

    Optional<Duration> timeLimit();

    Optional<JobSettings.EnumForm> historyEnums();

    Optional<JobSettings.EnumForm> weekDays();

    /** @throws IllegalArgumentException for a value beyond its limits */
    default JobSettings settings() {
        JobSettings defaults = JobSettings.DEFAULT;
        return new JobSettings(
                retriesMax().orElse(defaults.retriesMax()),
                timeLimit().orElse(defaults.timeLimit()),
                historyEnums().orElse(defaults.historyEnums()),
                weekDays().orElse(defaults.weekDays()));
    }
}
