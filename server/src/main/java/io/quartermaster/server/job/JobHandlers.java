package io.quartermaster.server.job;

import io.quarkus.arc.All;
import io.quartermaster.server.agent.AgentCapabilities;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The handler of each kind of job that this server can hand out. Safe for many threads. */
@Singleton
public class JobHandlers {
    private final Map<JobKind, JobHandler> byKind = new EnumMap<>(JobKind.class);

    public JobHandlers(@All List<JobHandler> handlers) {
        for (JobHandler handler : handlers) {
            if (byKind.put(handler.kind(), handler) != null) {
                throw new IllegalStateException("Two handlers for " + handler.kind() + " jobs");
            }
        }
    }

    /** @throws IllegalStateException for a kind nobody handles; no such job can have been scheduled */
    public JobHandler of(JobKind kind) {
        JobHandler handler = byKind.get(kind);
        if (handler == null) {
            throw new IllegalStateException("No handler for " + kind + " jobs");
        }
        return handler;
    }

    /**
     * The names, in any case, of which an agent must have announced one to do jobs of this full name: the one of the agent
     * protocol first, and the one that people see. Of a kind that this server does not hand out, the name of the type.
     */
    List<String> capabilities(JobKind kind, String jobType) {
        JobHandler handler = byKind.get(kind);
        String name = handler == null ? jobType : handler.capability(jobType);
        return Stream.concat(Stream.of(name), new AgentCapabilities(List.of(name)).shortNames().stream())
                .distinct()
                .toList();
    }
}
