package io.quartermaster.server.store;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentSessions;
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
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Replaces everything about a store but its type and its place. What a request leaves out is taken away, except secrets and
 * the agent: secrets are never told, so nobody could send them back. Safe for many threads.
 */
@Singleton
public class UpdateStore {
    private final Database database;
    private final NewStoreRules rules;
    private final StoreAgents storeAgents;
    private final StoreTypeRepository types;
    private final StoreRepository stores;
    private final StoreSecrets storeSecrets;
    private final InventorySchedules inventorySchedules;
    private final JobSchedule jobs;
    private final AgentSessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    UpdateStore(
            Database database,
            NewStoreRules rules,
            StoreAgents storeAgents,
            StoreTypeRepository types,
            StoreRepository stores,
            StoreSecrets storeSecrets,
            InventorySchedules inventorySchedules,
            JobSchedule jobs,
            AgentSessions sessions,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.rules = rules;
        this.storeAgents = storeAgents;
        this.types = types;
        this.stores = stores;
        this.storeSecrets = storeSecrets;
        this.inventorySchedules = inventorySchedules;
        this.jobs = jobs;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Everything is checked before anything is written.
     *
     * @return the store as it is now
     * @throws CommandException NOT_FOUND; NO_PERMISSION for the container it is in and the one it comes into; MALFORMED for
     *     another type or place, and for what the type does not allow; AGENT_STATE, SCHEDULE as for a new store; NOT_ELIGIBLE
     *     for another agent while jobs that change the store wait for the one it has
     */
    CertificateStore run(Caller caller, StoreChange wanted) {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            // Type, container and agent are locked before the store is, and its type never changes.
            StoreType type = stores.find(tx, wanted.id())
                    .orElseThrow(() -> GetStore.notFound(wanted.id()))
                    .type();
            types.keep(tx, type.id());
            @Nullable Container container = rules.container(tx, wanted.containerId(), type);
            Optional<Agent> agent = Optional.ofNullable(wanted.agentId()).map(id -> storeAgents.lock(tx, id));
            CertificateStore before = stores.lock(tx, List.of(wanted.id())).stream()
                    .findFirst()
                    .orElseThrow(() -> GetStore.notFound(wanted.id()));
            StorePermission.require(caller, StoreVerb.MODIFY, List.of(before));
            caller.require(List.of(StorePermission.of(StoreVerb.MODIFY, wanted.containerId())));
            refuseOtherPlace(before, wanted);
            rules.checkCreation(wanted.createIfMissing(), before.type());
            StoreProperties.Checked properties = StoreProperties.check(
                    before.type(), wanted.properties(), new StoreProperties.Before(before.properties(), true), ids);
            StoreSecrets.NewPassword password = storeSecrets.password(before, wanted.password(), "Password");
            @Nullable UUID agentId = wanted.agentSaid() ? wanted.agentId() : before.agentId();
            boolean otherAgent = !Objects.equals(agentId, before.agentId());
            if (otherAgent) {
                agent.ifPresent(one -> storeAgents.check(one, before.type()));
                refuseWhileJobsWait(tx, before);
            }
            boolean otherContainer = !Objects.equals(wanted.containerId(), before.containerId());
            Optional<Schedule> schedule = schedule(wanted, before, agentId, otherContainer ? container : null);

            stores.update(
                    tx,
                    before.id(),
                    agentId,
                    wanted.containerId(),
                    wanted.createIfMissing(),
                    properties.properties(),
                    password.id());
            CertificateStore after = stores.find(tx, before.id()).orElseThrow();
            storeSecrets.replace(
                    tx, List.of(before), List.of(after), List.of(properties.secrets(), password.secrets()));
            // The same schedule goes on as it is: an interval keeps its grid.
            if (otherAgent || !schedule.equals(before.schedule())) {
                inventorySchedules.replace(tx, caller.name(), List.of(after), schedule, now);
            }
            if (otherContainer || otherAgent) {
                // Pauses and quiet hours of containers may have held its jobs.
                sessions.markStale(
                        tx,
                        Stream.of(before.agentId(), agentId)
                                .filter(Objects::nonNull)
                                .distinct()
                                .sorted()
                                .toList());
            }
            audit.append(tx, updated(caller, before, after, schedule));
            return stores.find(tx, before.id()).orElseThrow();
        });
    }

    private static void refuseOtherPlace(CertificateStore store, StoreChange wanted) {
        boolean same = (wanted.clientMachine() == null
                        || wanted.clientMachine().strip().equalsIgnoreCase(store.clientMachine()))
                && (wanted.storePath() == null || wanted.storePath().strip().equals(store.storePath()))
                && (wanted.typeId() == null || wanted.typeId() == store.type().id());
        if (!same) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "ClientMachine, Storepath and CertStoreType of a store cannot change; this one is the "
                            + store.type().shortName() + " store ("
                            + store.type().id() + ") " + store.storePath()
                            + " on " + store.clientMachine() + ".");
        }
    }

    /** They are the old agent's, and people count on them. */
    private void refuseWhileJobsWait(Handle tx, CertificateStore store) {
        int waiting =
                jobs.lockOfStores(tx, List.of(store.id()), JobKind.MANAGEMENT).size()
                        + jobs.lockOfStores(tx, List.of(store.id()), JobKind.REENROLLMENT)
                                .size();
        if (waiting > 0) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE,
                    "AgentId cannot change while jobs that change the store wait or run (" + waiting
                            + "). Unschedule them first, or wait for their end.");
        }
    }

    /** @param joined the container it was not in before; null for none */
    private static Optional<Schedule> schedule(
            StoreChange wanted, CertificateStore store, @Nullable UUID agentId, @Nullable Container joined) {
        boolean possible = store.approved() && agentId != null;
        if (wanted.inventorySchedule().isPresent() && !possible) {
            throw new CommandException(
                    ErrorKind.SCHEDULE,
                    "InventorySchedule needs "
                            + (store.approved() ? "an agent, and the store has none." : "a store that is approved."));
        }
        if (wanted.scheduleGiven() || joined == null || !possible) {
            return wanted.inventorySchedule();
        }
        return Optional.ofNullable(joined.schedule());
    }

    private static AuditEntry updated(
            Caller caller, CertificateStore before, CertificateStore after, Optional<Schedule> schedule) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE,
                AuditOperation.UPDATED,
                caller.name(),
                after.displayName(),
                after.id().toString(),
                new AuditMessage()
                        .before("AgentId", String.valueOf(before.agentId()))
                        .before("ContainerId", String.valueOf(before.containerId()))
                        .before("CreateIfMissing", before.createIfMissing())
                        .before("Properties", before.properties().withSecretIds(before.type()))
                        .before("Password", String.valueOf(before.passwordSecretId()))
                        .before("InventorySchedule", ScheduleInventory.words(before.schedule()))
                        .after("AgentId", String.valueOf(after.agentId()))
                        .after("ContainerId", String.valueOf(after.containerId()))
                        .after("CreateIfMissing", after.createIfMissing())
                        .after("Properties", after.properties().withSecretIds(after.type()))
                        .after("Password", String.valueOf(after.passwordSecretId()))
                        .after("InventorySchedule", ScheduleInventory.words(schedule)));
    }
}
