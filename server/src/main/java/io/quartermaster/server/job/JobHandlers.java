package io.quartermaster.server.job;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
}
