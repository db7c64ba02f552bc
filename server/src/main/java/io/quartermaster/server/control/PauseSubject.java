package io.quartermaster.server.control;

import java.util.UUID;

/** Which jobs a pause is about. */
public sealed interface PauseSubject {
    record OfAgent(UUID agentId) implements PauseSubject {}

    /** The jobs of the stores in a container. */
    record InContainer(int containerId) implements PauseSubject {}

    /** @param jobType full name or generic kind, in any case */
    record OfJobType(String jobType) implements PauseSubject {}

    /** @param query over the fields of scheduled jobs; also finds jobs that are made later */
    record ByQuery(String query) implements PauseSubject {}

    /** For the audit. */
    default String words() {
        return switch (this) {
            case OfAgent(UUID agentId) -> "orchestrator " + agentId;
            case InContainer(int containerId) -> "container " + containerId;
            case OfJobType(String jobType) -> "job type " + jobType;
            case ByQuery(String query) -> "query " + query;
        };
    }
}
