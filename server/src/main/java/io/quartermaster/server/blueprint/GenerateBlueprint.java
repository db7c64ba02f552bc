package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

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
import io.quartermaster.server.job.CustomJobFields;
import io.quartermaster.server.job.CustomJobSchedule;
import io.quartermaster.server.job.CustomWork;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.ScheduledJob;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.store.CertificateStore;
import io.quartermaster.server.store.StorePermission;
import io.quartermaster.server.store.StoreTemplate;
import io.quartermaster.server.store.StoreTemplates;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Makes a blueprint of what an agent has: the approved stores on its own machine, of types that allow it, with the
 * recurring schedules of their inventories, and its recurring custom jobs and log fetches. Of secrets it keeps only that
 * there were some.
 */
@Singleton
public class GenerateBlueprint {
    private final Database database;
    private final BlueprintRepository blueprints;
    private final AgentRepository agents;
    private final StoreTemplates stores;
    private final JobSchedule jobs;
    private final CustomJobSchedule customJobs;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    public GenerateBlueprint(
            Database database,
            BlueprintRepository blueprints,
            AgentRepository agents,
            StoreTemplates stores,
            JobSchedule jobs,
            CustomJobSchedule customJobs,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.blueprints = blueprints;
        this.agents = agents;
        this.stores = stores;
        this.jobs = jobs;
        this.customJobs = customJobs;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * @throws CommandException NO_PERMISSION, also for stores of a container that the caller may not read, as all who may
     *     read agents see blueprints; UNKNOWN_ID; NAME_IN_USE; NOT_ELIGIBLE for an agent with more than a blueprint holds
     */
    Blueprint run(Caller caller, UUID agentId, String name) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        UUID id = ids.next();
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<ScheduledJob> custom = jobs.recurringWithoutStore(tx, agentId, Blueprint.JOBS_MAX + 1);
            Map<UUID, CustomWork> types = customJobs.lockWork(
                    tx, custom.stream().map(ScheduledJob::jobTypeId).toList());
            Agent agent = agents.lock(tx, List.of(agentId)).stream()
                    .findFirst()
                    .orElseThrow(() ->
                            new CommandException(ErrorKind.UNKNOWN_ID, "agentId: there is no agent " + agentId + "."));
            List<CertificateStore> own = own(tx, agent);
            StorePermission.require(caller, StoreVerb.READ, own);
            Parts parts = parts(id, own, custom, now);
            refuseTooMany(agent, parts);
            Blueprint blueprint = new Blueprint(id, name, capabilities(parts, types), now);
            blueprints.insert(tx, blueprint, parts.stores(), parts.jobs());
            audit.append(tx, generated(caller, blueprint, agent, parts));
            return blueprint;
        });
    }

    private record Parts(List<BlueprintStore> stores, List<BlueprintJob> jobs) {}

    /** Those that another agent can have on its own machine. */
    private List<CertificateStore> own(Handle tx, Agent agent) {
        return stores.lockOf(tx, agent.id()).stream()
                .filter(CertificateStore::approved)
                .filter(store -> store.type().definition().blueprintAllowed())
                .filter(store -> store.type().definition().localStore()
                        || store.clientMachine().equalsIgnoreCase(agent.clientMachine()))
                .toList();
    }

    private Parts parts(UUID blueprintId, List<CertificateStore> own, List<ScheduledJob> custom, Instant now) {
        List<BlueprintStore> ofStores = new ArrayList<>();
        List<BlueprintJob> ofJobs = new ArrayList<>();
        for (CertificateStore store : own) {
            StoreTemplate template = StoreTemplate.of(ids.next(), store);
            ofStores.add(new BlueprintStore(
                    blueprintId,
                    template,
                    store.type().shortName(),
                    store.type().inventoryCapability()));
            if (store.inventory() != null && store.inventory().schedule() instanceof Schedule.Recurring schedule) {
                ofJobs.add(new BlueprintJob(
                        ids.next(),
                        blueprintId,
                        template.id(),
                        JobKind.INVENTORY,
                        store.type().inventoryJobType(),
                        store.type().inventoryJobName(),
                        schedule,
                        now,
                        Map.of(),
                        List.of()));
            }
        }
        for (ScheduledJob job : custom) {
            ofJobs.add(new BlueprintJob(
                    ids.next(),
                    blueprintId,
                    null,
                    job.kind(),
                    job.jobTypeId(),
                    job.jobType(),
                    (Schedule.Recurring) job.schedule(),
                    job.requestedAt(),
                    CustomJobFields.texts(job.fields()),
                    List.copyOf(CustomJobFields.secrets(job.fields()).keySet())));
        }
        return new Parts(ofStores, ofJobs);
    }

    private static void refuseTooMany(Agent agent, Parts parts) {
        if (parts.stores().size() > Blueprint.STORES_MAX || parts.jobs().size() > Blueprint.JOBS_MAX) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE,
                    "Agent " + agent.clientMachine() + " has more than a blueprint holds: at most "
                            + Blueprint.STORES_MAX + " stores and " + Blueprint.JOBS_MAX + " recurring jobs.");
        }
    }

    private static List<String> capabilities(Parts parts, Map<UUID, CustomWork> types) {
        return Stream.concat(
                        parts.stores().stream().map(BlueprintStore::capability),
                        types.values().stream().map(type -> type.capabilities().getFirst()))
                .distinct()
                .sorted()
                .toList();
    }

    private static AuditEntry generated(Caller caller, Blueprint blueprint, Agent agent, Parts parts) {
        return AuditEntry.done(
                AuditCategory.AGENT_BLUEPRINT,
                AuditOperation.CREATED,
                caller.name(),
                blueprint.name(),
                blueprint.id().toString(),
                new AuditMessage()
                        .after("Name", blueprint.name())
                        .after("Agent", agent.clientMachine())
                        .after("Stores", parts.stores().size())
                        .after("Jobs", parts.jobs().size()));
    }
}
