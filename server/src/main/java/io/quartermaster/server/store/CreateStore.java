package io.quartermaster.server.store;

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
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.setting.StoreSettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Adds a certificate store, with its secrets and the job that inventories it. Safe for many threads. */
@Singleton
public class CreateStore {
    private final Database database;
    private final NewStoreRules rules;
    private final AgentRepository agents;
    private final StoreRepository stores;
    private final SecretRepository secrets;
    private final InventorySchedules inventorySchedules;
    private final AuditLog audit;
    private final Supplier<StoreSettings> settings;
    private final InstantSource clock;
    private final Ids ids;

    CreateStore(
            Database database,
            NewStoreRules rules,
            AgentRepository agents,
            StoreRepository stores,
            SecretRepository secrets,
            InventorySchedules inventorySchedules,
            AuditLog audit,
            Supplier<StoreSettings> settings,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.rules = rules;
        this.agents = agents;
        this.stores = stores;
        this.secrets = secrets;
        this.inventorySchedules = inventorySchedules;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Everything is checked before anything is written.
     *
     * @return the store as it is now
     * @throws CommandException MALFORMED for what the type does not allow, AGENT_STATE when the agent cannot read such
     *     stores (yet), SCHEDULE for a schedule without an agent, NAME_IN_USE when the place is taken
     */
    CertificateStore run(Caller caller, NewStore wanted) {
        caller.require(List.of(StorePermission.of(StoreVerb.MODIFY, wanted.containerId())));
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            NewStoreRules.Fit fit = rules.check(tx, wanted);
            StoreType type = fit.type();
            StoreProperties.Checked properties = fit.properties();
            @Nullable SecretValue password = password(wanted.password(), type);
            Optional<Schedule> schedule = schedule(wanted, fit.container());
            checkAgent(tx, wanted.agentId(), type);

            UUID id = ids.next();
            @Nullable UUID passwordId = password == null ? null : ids.next();
            if (!stores.add(tx, id, wanted, properties.properties(), passwordId, now)) {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        "There is a " + type.shortName() + " store " + wanted.storePath() + " on "
                                + wanted.clientMachine() + " already.");
            }
            secrets.put(tx, properties.secrets());
            if (password != null && passwordId != null) {
                secrets.put(tx, Map.of(passwordId, password));
            }
            CertificateStore store = stores.find(tx, id).orElseThrow();
            inventorySchedules.replace(tx, caller.name(), List.of(store), schedule, now);
            audit.append(tx, created(caller, store, schedule));
            return stores.find(tx, id).orElseThrow();
        });
    }

    /** An empty password is none: the agent is told the same in both cases. */
    private static @Nullable SecretValue password(@Nullable SentValue sent, StoreType type) {
        return switch (sent) {
            case null -> {
                if (type.definition().passwordOptions().storeRequired()) {
                    throw malformed("Password is required for " + type.shortName()
                            + " stores. Send {\"SecretValue\": null} for a store that has none.");
                }
                yield null;
            }
            case SentValue.Nothing() -> null;
            case SentValue.Plain(String text) -> text.isEmpty() ? null : SentValue.secret(text, "Password");
            case SentValue.Secret(SecretValue secret) -> secret.reveal().isEmpty() ? null : secret;
        };
    }

    /** What the request says; else, for a store that has an agent, what the container says. */
    private static Optional<Schedule> schedule(NewStore wanted, @Nullable Container container) {
        if (wanted.inventorySchedule().isPresent() && wanted.agentId() == null) {
            throw new CommandException(
                    ErrorKind.SCHEDULE, "InventorySchedule needs an agent; AgentId of this request is null.");
        }
        if (wanted.scheduleGiven() || container == null || wanted.agentId() == null) {
            return wanted.inventorySchedule();
        }
        return Optional.ofNullable(container.schedule());
    }

    /** Locked, so that the agent is not reset or deleted between this look and the end of the command. */
    private void checkAgent(Handle tx, @Nullable UUID agentId, StoreType type) {
        if (agentId == null) {
            return;
        }
        Agent agent = agents.lock(tx, List.of(agentId)).stream()
                .findFirst()
                .orElseThrow(() -> agentState("There is no agent " + agentId + "."));
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

    static AuditEntry created(Caller caller, CertificateStore store, Optional<Schedule> schedule) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE,
                AuditOperation.CREATED,
                caller.name(),
                store.displayName(),
                store.id().toString(),
                new AuditMessage()
                        .after("ClientMachine", store.clientMachine())
                        .after("Storepath", store.storePath())
                        .after("CertStoreType", store.type().id())
                        .after("AgentId", String.valueOf(store.agentId()))
                        .after("ContainerId", String.valueOf(store.containerId()))
                        .after("Properties", store.properties().withSecretIds(store.type()))
                        .after("Password", store.passwordSecretId() == null ? "none" : "set")
                        .after("InventorySchedule", ScheduleInventory.words(schedule)));
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }

    private static CommandException agentState(String message) {
        return new CommandException(ErrorKind.AGENT_STATE, message);
    }
}
