package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static java.util.Objects.requireNonNull;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.job.CustomJobSchedule;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.store.StoreOnAgent;
import io.quartermaster.server.store.StoreTemplates;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Gives agents the stores and jobs of a blueprint that they do not have. What they have stays as it is. All or none: one
 * part that cannot be made on one agent refuses the whole.
 */
@Singleton
public class ApplyBlueprint {
    /** Faults that a refusal names. */
    static final int NAMED_MAX = 1_000;

    private final Database database;
    private final JudgeBlueprint judge;
    private final AgentRepository agents;
    private final StoreTemplates stores;
    private final CustomJobSchedule customJobs;
    private final AuditLog audit;
    private final InstantSource clock;

    public ApplyBlueprint(
            Database database,
            JudgeBlueprint judge,
            AgentRepository agents,
            StoreTemplates stores,
            CustomJobSchedule customJobs,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.judge = judge;
        this.agents = agents;
        this.stores = stores;
        this.customJobs = customJobs;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws CommandException NO_PERMISSION, also for stores of a container; UNKNOWN_ID for the blueprint and for agents;
     *     AGENT_STATE naming agents that are not approved or lack a capability; NOT_ELIGIBLE naming what cannot be made
     */
    void run(Caller caller, UUID id, AgentIds agentIds) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            BlueprintContent content = judge.load(tx, id)
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.UNKNOWN_ID, "templateId: there is no blueprint " + id + "."));
            List<AgentVerdict> verdicts = judge.judge(tx, caller, content, agents.lockAll(tx, agentIds));
            refuse(
                    ErrorKind.AGENT_STATE,
                    agentFaults(verdicts),
                    "agent cannot be given the blueprint",
                    "agents cannot be given the blueprint");
            refuse(
                    ErrorKind.NOT_ELIGIBLE,
                    partFaults(content, verdicts),
                    "store or job cannot be made",
                    "stores and jobs cannot be made");
            refuseWithoutPermission(caller, verdicts);
            stores.add(tx, caller, storesToAdd(content, verdicts), now);
            addJobs(tx, caller, content, verdicts, now);
            agents.setBlueprint(
                    tx,
                    verdicts.stream().map(verdict -> verdict.agent().id()).toList(),
                    content.blueprint().name());
            audit.append(
                    tx,
                    verdicts.stream()
                            .map(verdict -> applied(caller, content, verdict))
                            .toList());
        });
    }

    private static List<FailedOperation> agentFaults(List<AgentVerdict> verdicts) {
        List<FailedOperation> faults = new ArrayList<>();
        for (AgentVerdict verdict : verdicts) {
            Agent agent = verdict.agent();
            if (!agent.isApproved()) {
                faults.add(fault(agent, "Agent " + agent.clientMachine() + " is not approved."));
            } else if (!verdict.missingCapabilities().isEmpty()) {
                faults.add(fault(
                        agent,
                        "Agent " + agent.clientMachine() + " has not announced "
                                + String.join(", ", verdict.missingCapabilities()) + "."));
            }
        }
        return faults;
    }

    /** Without those for which only a permission is missing, and without inventories, which fail with their stores. */
    private static List<FailedOperation> partFaults(BlueprintContent content, List<AgentVerdict> verdicts) {
        List<FailedOperation> faults = new ArrayList<>();
        for (AgentVerdict verdict : verdicts) {
            for (BlueprintStore store : content.stores()) {
                reason(verdict.of(store))
                        .ifPresent(reason -> faults.add(fault(
                                verdict.agent(),
                                store.typeName() + " store " + store.template().storePath() + ": " + reason)));
            }
            for (BlueprintJob job : content.jobs()) {
                if (job.storeId() == null) {
                    reason(verdict.of(job))
                            .ifPresent(reason -> faults.add(fault(
                                    verdict.agent(),
                                    job.jobType() + " job " + job.schedule().text() + ": " + reason)));
                }
            }
        }
        return faults;
    }

    private static Optional<String> reason(Verdict verdict) {
        return verdict.outcome() == Verdict.Outcome.REFUSED
                        && verdict.permission().isEmpty()
                ? Optional.of(verdict.reason())
                : Optional.empty();
    }

    private static FailedOperation fault(Agent agent, String reason) {
        return new FailedOperation(agent.id().toString(), reason);
    }

    private static void refuse(ErrorKind kind, List<FailedOperation> faults, String one, String several) {
        if (!faults.isEmpty()) {
            boolean cut = faults.size() > NAMED_MAX;
            throw new CommandException(
                    kind,
                    faults.size() + " " + (faults.size() == 1 ? one : several) + "; nothing was changed."
                            + (cut ? " The first " + NAMED_MAX + " are named." : ""),
                    cut ? faults.subList(0, NAMED_MAX) : faults);
        }
    }

    private static void refuseWithoutPermission(Caller caller, List<AgentVerdict> verdicts) {
        List<PermissionString> missing = verdicts.stream()
                .flatMap(verdict -> verdict.stores().values().stream())
                .flatMap(verdict -> verdict.permission().stream())
                .distinct()
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw PermissionDenied.missing(caller, missing);
        }
    }

    private static List<StoreOnAgent> storesToAdd(BlueprintContent content, List<AgentVerdict> verdicts) {
        List<StoreOnAgent> added = new ArrayList<>();
        for (BlueprintStore store : content.stores()) {
            Optional<Schedule> schedule = content.inventoryOf(store);
            verdicts.stream()
                    .filter(verdict -> verdict.creates(store))
                    .forEach(verdict -> added.add(new StoreOnAgent(verdict.agent(), store.template(), schedule)));
        }
        return added;
    }

    private void addJobs(Handle tx, Caller caller, BlueprintContent content, List<AgentVerdict> verdicts, Instant now) {
        for (BlueprintJob job : content.jobs()) {
            if (job.storeId() == null) {
                List<UUID> without = verdicts.stream()
                        .filter(verdict -> verdict.creates(job))
                        .map(verdict -> verdict.agent().id())
                        .toList();
                if (!without.isEmpty()) {
                    BlueprintContent.Work work = requireNonNull(content.work().get(job.id()));
                    customJobs.add(tx, caller.name(), work.type(), job.schedule(), work.values(), without, now);
                }
            }
        }
    }

    private static AuditEntry applied(Caller caller, BlueprintContent content, AgentVerdict verdict) {
        return AuditEntry.done(
                AuditCategory.AGENT_BLUEPRINT,
                AuditOperation.SCHEDULED,
                caller.name(),
                content.blueprint().name() + " on " + verdict.agent().clientMachine(),
                content.blueprint().id().toString(),
                new AuditMessage()
                        .after("Agent", verdict.agent().id())
                        .after(
                                "Stores",
                                content.stores().stream()
                                        .filter(verdict::creates)
                                        .count())
                        .after(
                                "Jobs",
                                content.jobs().stream().filter(verdict::creates).count()));
    }
}
