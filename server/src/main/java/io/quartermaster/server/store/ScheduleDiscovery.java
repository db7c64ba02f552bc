package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.JobSecrets;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Permission;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Has an agent look for stores. No container is known yet, so it takes the permission everywhere. Safe for many threads. */
@Singleton
public class ScheduleDiscovery {
    private final Database database;
    private final StoreTypeRepository types;
    private final AgentRepository agents;
    private final JobSchedule jobs;
    private final JobSecrets jobSecrets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    ScheduleDiscovery(
            Database database,
            StoreTypeRepository types,
            AgentRepository agents,
            JobSchedule jobs,
            JobSecrets jobSecrets,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.types = types;
        this.agents = agents;
        this.jobs = jobs;
        this.jobSecrets = jobSecrets;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * @return the id of the job
     * @throws CommandException MALFORMED for a type that cannot be discovered, AGENT_STATE when the agent cannot do it (yet)
     */
    UUID run(Caller caller, DiscoveryOrder order) {
        caller.require(Permission.CERTIFICATE_STORES_MODIFY);
        return database.inTransaction(tx -> {
            StoreType type = type(tx, order.typeId());
            Agent agent = agent(tx, order.agentId(), type);
            ObjectNode fields = StoreJson.MAPPER.createObjectNode();
            fields.put(DiscoveryFields.TYPE, type.id());
            fields.put(DiscoveryFields.CLIENT_MACHINE, order.clientMachine());
            order.texts().forEach(fields::put);
            Map<UUID, SecretValue> secrets = new HashMap<>();
            order.secrets().forEach((name, value) -> {
                UUID id = ids.next();
                secrets.put(id, value);
                fields.putObject(name).put("secret", id.toString());
            });
            NewJob job = new NewJob(
                    ids.next(),
                    agent.id(),
                    JobKind.DISCOVERY,
                    Optional.ofNullable(type.discoveryJobType()).orElseThrow(),
                    type.capability() + JobKind.DISCOVERY.genericName(),
                    null,
                    order.clientMachine(),
                    order.schedule(),
                    NewJob.PRIORITY_NORMAL,
                    fields);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            jobs.add(tx, caller.name(), List.of(job), now);
            jobSecrets.keep(tx, List.of(job), secrets);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.ORCHESTRATOR_JOB,
                            AuditOperation.SCHEDULED,
                            caller.name(),
                            "Discovery of " + type.shortName() + " stores on " + order.clientMachine(),
                            job.jobId().toString(),
                            new AuditMessage()
                                    .after("AgentId", agent.id())
                                    .after("Search", order.texts())
                                    .after("Schedule", ScheduleInventory.words(Optional.of(order.schedule())))));
            return job.jobId();
        });
    }

    private StoreType type(Handle tx, int id) {
        StoreType type = types.find(tx, id)
                .orElseThrow(() -> malformed("Type " + id + " does not exist: the number of a store type."));
        if (!type.definition().supportedOperations().discovery() || type.discoveryJobType() == null) {
            throw malformed("Type: " + type.shortName() + " stores cannot be discovered.");
        }
        return type;
    }

    private Agent agent(Handle tx, UUID agentId, StoreType type) {
        Agent agent = agents.lock(tx, List.of(agentId)).stream()
                .findFirst()
                .orElseThrow(() -> agentState("There is no agent " + agentId + "."));
        if (!agent.isApproved()) {
            throw agentState("The agent " + agent.clientMachine() + " is not approved.");
        }
        if (!agent.capabilities().include(type.discoveryCapability())) {
            throw agentState("The agent " + agent.clientMachine() + " cannot find " + type.shortName()
                    + " stores: it has not announced " + type.discoveryCapability() + ".");
        }
        return agent;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }

    private static CommandException agentState(String message) {
        return new CommandException(ErrorKind.AGENT_STATE, message);
    }
}
