package io.quartermaster.agent.job;

import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.JobEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that this agent can do. Safe for many threads. */
public final class JobHandlers {
    private final Map<String, JobHandler> byCapability = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Capabilities are compared without case.
     *
     * @throws IllegalArgumentException when two handlers have the same
     */
    public JobHandlers(List<? extends JobHandler> handlers) {
        for (JobHandler handler : handlers) {
            if (byCapability.putIfAbsent(handler.capability(), handler) != null) {
                throw new IllegalArgumentException("There are two handlers for " + handler.capability() + ".");
            }
        }
    }

    /** In alphabetical order. */
    public List<String> capabilities() {
        return byCapability.values().stream().map(JobHandler::capability).toList();
    }

    /** Who does a job: found by the job type's name when the server sends one that is known, else by its built-in id. */
    Optional<JobHandler> forJob(JobEntry entry) {
        return Optional.ofNullable(entry.jobTypeName())
                .map(byCapability::get)
                .or(() -> builtIn(entry.jobTypeId()).map(type -> byCapability.get(type.capability())));
    }

    private static Optional<BuiltInJobType> builtIn(@Nullable String jobTypeId) {
        try {
            return jobTypeId == null ? Optional.empty() : BuiltInJobType.withId(UUID.fromString(jobTypeId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
