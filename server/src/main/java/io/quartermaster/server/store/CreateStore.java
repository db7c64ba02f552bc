package io.quartermaster.server.store;

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
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds a certificate store, with its secrets, the job that inventories it, and the one that makes it, if it may be missing.
 * Safe for many threads.
 */
@Singleton
public class CreateStore {
    private final Database database;
    private final NewStoreRules rules;
    private final StoreAgents storeAgents;
    private final StoreRepository stores;
    private final SecretRepository secrets;
    private final InventorySchedules inventorySchedules;
    private final ScheduleCreation scheduleCreation;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    CreateStore(
            Database database,
            NewStoreRules rules,
            StoreAgents storeAgents,
            StoreRepository stores,
            SecretRepository secrets,
            InventorySchedules inventorySchedules,
            ScheduleCreation scheduleCreation,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.rules = rules;
        this.storeAgents = storeAgents;
        this.stores = stores;
        this.secrets = secrets;
        this.inventorySchedules = inventorySchedules;
        this.scheduleCreation = scheduleCreation;
        this.audit = audit;
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
            if (wanted.agentId() != null) {
                storeAgents.check(storeAgents.lock(tx, wanted.agentId()), type);
            }

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
            scheduleCreation.run(tx, caller, store, now);
            return stores.find(tx, id).orElseThrow();
        });
    }

    private static @Nullable SecretValue password(@Nullable SentValue sent, StoreType type) {
        if (sent != null) {
            return StoreSecrets.value(sent, "Password");
        }
        if (type.definition().passwordOptions().storeRequired()) {
            throw passwordMissing(type);
        }
        return null;
    }

    static CommandException passwordMissing(StoreType type) {
        return malformed("Password is required for " + type.shortName()
                + " stores. Send {\"SecretValue\": null} for a store that has none.");
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
}
