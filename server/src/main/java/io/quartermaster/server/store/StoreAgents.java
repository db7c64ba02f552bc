package io.quartermaster.server.store;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.setting.StoreSettings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Agents that are to have a store. Works in the command's transaction. Safe for many threads. */
@Singleton
class StoreAgents {
    private final AgentRepository agents;
    private final Supplier<StoreSettings> settings;

    StoreAgents(AgentRepository agents, Supplier<StoreSettings> settings) {
        this.agents = agents;
        this.settings = settings;
    }

    /**
     * Locks the agent, so that it is not reset or deleted between this look and the end of the command.
     *
     * @throws CommandException AGENT_STATE when there is none
     */
    Agent lock(Handle tx, UUID agentId) {
        return agents.lock(tx, List.of(agentId)).stream()
                .findFirst()
                .orElseThrow(() -> agentState("There is no agent " + agentId + "."));
    }

    /** @throws CommandException AGENT_STATE when it cannot read stores of the type (yet), unless that does not matter */
    void check(Agent agent, StoreType type) {
        if (settings.get().agentMayFollow()) {
            return;
        }
        if (!agent.isApproved()) {
            throw agentState("The agent " + agent.clientMachine() + " is not approved.");
        }
        if (!agent.capabilities().include(type.inventoryCapability())) {
            throw agentState("The agent " + agent.clientMachine() + " cannot read " + type.shortName()
                    + " stores: it has not announced " + type.inventoryCapability() + ".");
        }
    }

    private static CommandException agentState(String message) {
        return new CommandException(ErrorKind.AGENT_STATE, message);
    }
}
