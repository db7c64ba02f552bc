package io.quartermaster.server.blueprint;

import static java.util.Objects.requireNonNull;

import io.quartermaster.server.agent.Agent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What would become of a blueprint on one agent.
 *
 * @param missingCapabilities of those that the blueprint requires
 * @param stores by the id of the blueprint's store
 * @param jobs by the id of the blueprint's job
 */
record AgentVerdict(Agent agent, List<String> missingCapabilities, Map<UUID, Verdict> stores, Map<UUID, Verdict> jobs) {

    /** Whether the blueprint could be applied to this agent alone. */
    boolean isApplicable() {
        return agent.isApproved()
                && missingCapabilities.isEmpty()
                && Stream.concat(stores.values().stream(), jobs.values().stream())
                        .noneMatch(verdict -> verdict.outcome() == Verdict.Outcome.REFUSED);
    }

    Verdict of(BlueprintStore store) {
        return requireNonNull(stores.get(store.id()));
    }

    Verdict of(BlueprintJob job) {
        return requireNonNull(jobs.get(job.id()));
    }

    boolean creates(BlueprintStore store) {
        return of(store).outcome() == Verdict.Outcome.CREATE;
    }

    boolean creates(BlueprintJob job) {
        return of(job).outcome() == Verdict.Outcome.CREATE;
    }
}
