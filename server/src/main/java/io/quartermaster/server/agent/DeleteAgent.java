package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static java.util.stream.Collectors.joining;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Removes a disapproved agent for good; history stays. If it registers again, it is a new one. */
@Singleton
public class DeleteAgent {
    private final Database database;
    private final AgentRepository agents;
    private final Departures departures;
    private final AuditLog audit;

    public DeleteAgent(Database database, AgentRepository agents, Departures departures, AuditLog audit) {
        this.database = database;
        this.agents = agents;
        this.departures = departures;
        this.audit = audit;
    }

    /**
     * @param force also with its jobs and certificate stores; without it an agent that has some is not deleted
     * @throws CommandException NO_PERMISSION, NOT_FOUND, or AGENT_STATE when it is not disapproved or has something left
     */
    public void run(Caller caller, UUID id, boolean force) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            Agent agent = agents.lockOne(tx, id);
            if (agent.status() != AgentStatus.DISAPPROVED) {
                throw new CommandException(
                        ErrorKind.AGENT_STATE,
                        "Agent " + agent.clientMachine() + " is "
                                + agent.status().title().toLowerCase(Locale.ROOT)
                                + ". Only a disapproved agent can be deleted.");
            }
            List<Departing> departing = departures.of(tx, id);
            if (!departing.isEmpty() && !force) {
                throw new CommandException(
                        ErrorKind.AGENT_STATE,
                        "Agent " + agent.clientMachine() + " still has "
                                + departing.stream().map(Departing::words).collect(joining(" and "))
                                + ". Send force=true to delete these too.");
            }
            departures.leave(tx, List.of(id), AgentDeparture.Cause.DELETE, caller);
            agents.remove(tx, id);
            audit.append(
                    tx, AgentAudit.entry(AuditOperation.DELETED, caller.name(), agent, lastState(agent, departing)));
        });
    }

    private static AuditMessage lastState(Agent agent, List<Departing> departing) {
        return new AuditMessage()
                .before("Username", agent.username())
                .before("Status", agent.status().title())
                .before(
                        "DeletedWithIt",
                        departing.stream().map(Departing::words).collect(joining(", ")));
    }
}
