package io.quartermaster.server.blueprint;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.CustomJobSchedule;
import io.quartermaster.server.job.CustomWork;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.store.StorePermission;
import io.quartermaster.server.store.StoreTemplate;
import io.quartermaster.server.store.StoreTemplates;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Says what would become of a blueprint on agents; for the difference that people look at, and for applying it. Works in
 * the command's transaction, with a number of statements that does not grow with the agents. Safe for many threads.
 */
@Singleton
public class JudgeBlueprint {
    /** Stores and jobs of a blueprint times agents. */
    static final int PARTS_MAX = 50_000;

    private final BlueprintRepository blueprints;
    private final StoreTemplates stores;
    private final CustomJobSchedule customJobs;

    public JudgeBlueprint(BlueprintRepository blueprints, StoreTemplates stores, CustomJobSchedule customJobs) {
        this.blueprints = blueprints;
        this.stores = stores;
        this.customJobs = customJobs;
    }

    /**
     * A blueprint with all that is in it. Until the transaction ends, neither the blueprint nor the job types it needs
     * are deleted; call it before agents are locked.
     */
    Optional<BlueprintContent> load(Handle tx, UUID id) {
        return blueprints.lockForUse(tx, id).map(blueprint -> content(tx, blueprint));
    }

    private BlueprintContent content(Handle tx, Blueprint blueprint) {
        List<BlueprintStore> ofStores = blueprints.stores(tx, blueprint.id());
        List<BlueprintJob> jobs = blueprints.jobs(tx, blueprint.id());
        Map<UUID, String> faults = new HashMap<>(stores.faults(tx, templates(ofStores)));
        Map<UUID, CustomWork> types = customJobs.lockWork(
                tx,
                jobs.stream()
                        .filter(job -> job.storeId() == null)
                        .map(BlueprintJob::jobTypeId)
                        .toList());
        Map<UUID, BlueprintContent.Work> work = new HashMap<>();
        for (BlueprintJob job : jobs) {
            if (job.storeId() == null) {
                judgeWork(job, Optional.ofNullable(types.get(job.jobTypeId())), faults, work);
            }
        }
        return new BlueprintContent(blueprint, ofStores, jobs, faults, work);
    }

    private static void judgeWork(
            BlueprintJob job,
            Optional<CustomWork> type,
            Map<UUID, String> faults,
            Map<UUID, BlueprintContent.Work> work) {
        if (type.isEmpty()) {
            faults.put(job.id(), "There is no job type " + job.jobType() + " any more.");
        } else if (!job.secretFields().isEmpty()) {
            faults.put(
                    job.id(),
                    "The job has secrets (" + String.join(", ", job.secretFields())
                            + "), which are not kept. Schedule it with POST /OrchestratorJobs/Custom.");
        } else {
            try {
                work.put(
                        job.id(),
                        new BlueprintContent.Work(type.get(), type.get().resolve(job.values())));
            } catch (CommandException refusal) {
                faults.put(job.id(), refusal.getMessage());
            }
        }
    }

    /**
     * @param agents locked, in the order of their ids
     * @return in the order of the agents
     * @throws CommandException MALFORMED beyond {@link #PARTS_MAX}
     */
    List<AgentVerdict> judge(Handle tx, Caller caller, BlueprintContent content, List<Agent> agents) {
        long parts = (long) content.parts() * agents.size();
        if (parts > PARTS_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "At most " + PARTS_MAX + " stores and jobs can be judged at once; " + content.parts()
                            + " in the blueprint, for each of " + agents.size() + " agents, are " + parts + ".");
        }
        Map<UUID, Set<UUID>> storesThere = stores.existing(tx, agents, templates(content.stores()));
        Map<UUID, Set<UUID>> jobsThere =
                blueprints.existingJobs(tx, agents.stream().map(Agent::id).toList(), valuesOfJobs(content));
        Map<String, Agent> firstOfMachine = new HashMap<>();
        List<AgentVerdict> verdicts = new ArrayList<>();
        for (Agent agent : agents) {
            Agent first =
                    firstOfMachine.computeIfAbsent(agent.clientMachine().toLowerCase(Locale.ROOT), machine -> agent);
            Map<UUID, Verdict> ofStores = new LinkedHashMap<>();
            for (BlueprintStore store : content.stores()) {
                Set<UUID> there = storesThere.getOrDefault(agent.id(), Set.of());
                ofStores.put(store.id(), judge(caller, content, store, there, first.equals(agent) ? null : first));
            }
            Map<UUID, Verdict> ofJobs = new LinkedHashMap<>();
            for (BlueprintJob job : content.jobs()) {
                Set<UUID> there = jobsThere.getOrDefault(agent.id(), Set.of());
                ofJobs.put(
                        job.id(),
                        job.storeId() == null ? judge(content, job, there) : ofInventory(ofStores.get(job.storeId())));
            }
            verdicts.add(new AgentVerdict(agent, missing(content.blueprint(), agent), ofStores, ofJobs));
        }
        return verdicts;
    }

    /** @param first the agent among those before this one that is on the same machine; null for none */
    private static Verdict judge(
            Caller caller, BlueprintContent content, BlueprintStore store, Set<UUID> there, @Nullable Agent first) {
        if (there.contains(store.id())) {
            return Verdict.exists("There is such a store at this path already; it is left alone.");
        }
        if (first != null) {
            return Verdict.exists("Agent " + first.id() + " is on the same machine, and named too.");
        }
        @Nullable String fault = content.faults().get(store.id());
        if (fault != null) {
            return Verdict.refused(fault);
        }
        PermissionString needed =
                StorePermission.of(StoreVerb.MODIFY, store.template().containerId());
        return caller.containers(StoreVerb.MODIFY).includes(store.template().containerId())
                ? Verdict.create()
                : Verdict.withoutPermission(needed);
    }

    private static Verdict judge(BlueprintContent content, BlueprintJob job, Set<UUID> there) {
        if (there.contains(job.id())) {
            return Verdict.exists("There is a job of this type with this schedule and these values already.");
        }
        @Nullable String fault = content.faults().get(job.id());
        return fault == null ? Verdict.create() : Verdict.refused(fault);
    }

    private static Verdict ofInventory(@Nullable Verdict ofStore) {
        if (ofStore == null) {
            throw new IllegalStateException("An inventory belongs to a store of its blueprint");
        }
        return switch (ofStore.outcome()) {
            case CREATE -> Verdict.create();
            case EXISTS -> Verdict.exists("The store is left alone, with its schedule.");
            case REFUSED -> Verdict.refused("The store cannot be made.");
        };
    }

    private static List<String> missing(Blueprint blueprint, Agent agent) {
        return blueprint.requiredCapabilities().stream()
                .filter(capability -> !agent.capabilities().offer(capability))
                .toList();
    }

    private static List<StoreTemplate> templates(List<BlueprintStore> stores) {
        return stores.stream().map(BlueprintStore::template).toList();
    }

    /** As they would be on the schedule; those of a job that cannot be made, as they were. */
    private static Map<UUID, Map<String, String>> valuesOfJobs(BlueprintContent content) {
        Map<UUID, Map<String, String>> values = new LinkedHashMap<>();
        for (BlueprintJob job : content.jobs()) {
            if (job.storeId() == null) {
                BlueprintContent.@Nullable Work work = content.work().get(job.id());
                values.put(job.id(), work == null ? job.values() : CustomWork.texts(work.values()));
            }
        }
        return values;
    }
}
