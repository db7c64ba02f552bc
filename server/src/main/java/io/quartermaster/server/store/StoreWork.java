package io.quartermaster.server.store;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.setting.StoreSettings;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What orders for work on stores have in common: the stores are locked and judged, with their agents. Safe for many threads. */
@Singleton
class StoreWork {
    private final StoreRepository stores;
    private final AgentRepository agents;
    private final Supplier<StoreSettings> settings;

    StoreWork(StoreRepository stores, AgentRepository agents, Supplier<StoreSettings> settings) {
        this.stores = stores;
        this.agents = agents;
        this.settings = settings;
    }

    /** Stores that are locked, with the agents that work on them. */
    record Locked(Map<UUID, CertificateStore> stores, Map<UUID, Agent> agents) {
        CertificateStore store(UUID id) {
            return Objects.requireNonNull(stores.get(id));
        }
    }

    /** Why one element of an order is refused. */
    record Problem(int position, CertificateStore store, ErrorKind kind, String sentence) {}

    /** @throws CommandException UNKNOWN_ID naming each store that does not exist */
    Locked lock(Handle tx, Caller caller, StoreVerb verb, Collection<UUID> ids) {
        Set<UUID> distinct = new LinkedHashSet<>(ids);
        List<CertificateStore> locked = stores.lock(tx, distinct);
        StoreSelection.refuseUnknown(distinct, locked);
        StorePermission.require(caller, verb, locked);
        List<UUID> agentIds = locked.stream()
                .map(CertificateStore::agentId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return new Locked(
                locked.stream().collect(Collectors.toMap(CertificateStore::id, Function.identity())),
                agents.find(tx, agentIds).stream().collect(Collectors.toMap(Agent::id, Function.identity())));
    }

    /**
     * Why nothing can be done on a store at all; empty when it can.
     *
     * @param supported whether the type has such work
     * @param work what it is, for the sentence: {@code "have certificates added"}
     */
    Optional<Problem> unfit(
            Locked locked, int position, CertificateStore store, boolean supported, String capability, String work) {
        if (!supported) {
            return problem(
                    position, store, ErrorKind.MALFORMED, store.type().shortName() + " stores cannot " + work + ".");
        }
        if (!store.approved()) {
            return problem(position, store, ErrorKind.NOT_ELIGIBLE, "The store is not approved.");
        }
        if (store.agentId() == null) {
            return problem(position, store, ErrorKind.NOT_ELIGIBLE, "The store has no agent.");
        }
        Agent agent = locked.agents().get(store.agentId());
        if (agent == null || settings.get().agentMayFollow()) {
            return Optional.empty();
        }
        if (!agent.isApproved()) {
            return problem(
                    position, store, ErrorKind.AGENT_STATE, "The agent " + agent.clientMachine() + " is not approved.");
        }
        if (!agent.capabilities().include(capability)) {
            return problem(
                    position,
                    store,
                    ErrorKind.AGENT_STATE,
                    "The agent " + agent.clientMachine() + " cannot do it: it has not announced " + capability + ".");
        }
        return Optional.empty();
    }

    private static Optional<Problem> problem(int position, CertificateStore store, ErrorKind kind, String sentence) {
        return Optional.of(new Problem(position, store, kind, sentence));
    }

    /** @throws CommandException of the first problem's kind, naming every element that has one */
    static void refuse(List<Problem> problems, int of) {
        if (problems.isEmpty()) {
            return;
        }
        Problem first = problems.getFirst();
        String which = of == 1 ? "" : "Store " + (first.position() + 1) + " of " + of + ", ";
        // The message of the public API for a key that is not there begins with its sentence, and clients may look for
        // it.
        String message = first.kind() == ErrorKind.NO_PRIVATE_KEY
                ? first.sentence()
                : which + first.store().displayName() + ": " + first.sentence();
        List<FailedOperation> failed = new ArrayList<>();
        problems.forEach(
                problem -> failed.add(new FailedOperation(problem.store().id().toString(), problem.sentence())));
        throw new CommandException(first.kind(), message, failed);
    }
}
