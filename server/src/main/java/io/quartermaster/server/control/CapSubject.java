package io.quartermaster.server.control;

import java.util.UUID;

/** Whose running jobs a cap counts. */
public sealed interface CapSubject {
    record All() implements CapSubject {}

    /** Each agent by itself. */
    record EachAgent() implements CapSubject {}

    record OneAgent(UUID agentId) implements CapSubject {}

    /** @param shortName as people write it, in any case: JKS */
    record OfStoreType(String shortName) implements CapSubject {}

    /** For the audit and the answer. */
    default String words() {
        return switch (this) {
            case All() -> "in all";
            case EachAgent() -> "on each orchestrator";
            case OneAgent(UUID agentId) -> "on orchestrator " + agentId;
            case OfStoreType(String shortName) -> "on stores of type " + shortName;
        };
    }
}
