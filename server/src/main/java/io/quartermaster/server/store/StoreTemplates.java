package io.quartermaster.server.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Stores made like templates on many agents, for commands of other features. They have checked permissions and agents.
 * Works in the command's transaction, with a number of statements that does not grow with the agents. Safe for many
 * threads.
 */
@Singleton
public class StoreTemplates {
    private final NewStoreRules rules;
    private final StoreRepository stores;
    private final InventorySchedules inventorySchedules;
    private final AuditLog audit;
    private final Ids ids;

    StoreTemplates(
            NewStoreRules rules,
            StoreRepository stores,
            InventorySchedules inventorySchedules,
            AuditLog audit,
            Ids ids) {
        this.rules = rules;
        this.stores = stores;
        this.inventorySchedules = inventorySchedules;
        this.audit = audit;
        this.ids = ids;
    }

    /** The stores of an agent, locked, in the order of their ids. */
    public List<CertificateStore> lockOf(Handle tx, UUID agentId) {
        return stores.lockOfAgents(tx, List.of(agentId));
    }

    /** Why no store can be made like each of the templates, by the template's id; those that can be are left out. */
    public Map<UUID, String> faults(Handle tx, List<StoreTemplate> templates) {
        NewStoreRules.Known known = rules.known(tx, containers(templates));
        Map<UUID, String> faults = new HashMap<>();
        for (StoreTemplate template : templates) {
            fault(known, template).ifPresent(fault -> faults.put(template.id(), fault));
        }
        return faults;
    }

    private Optional<String> fault(NewStoreRules.Known known, StoreTemplate template) {
        if (template.password() || !template.secretProperties().isEmpty()) {
            List<String> secrets = new ArrayList<>(template.secretProperties());
            if (template.password()) {
                secrets.addFirst("Password");
            }
            return Optional.of("The store has secrets (" + String.join(", ", secrets)
                    + "), which are not kept. Add it with POST /CertificateStores.");
        }
        try {
            rules.check(known, template.onNoMachine());
            return Optional.empty();
        } catch (CommandException refusal) {
            return Optional.of(refusal.getMessage());
        }
    }

    /**
     * Where stores like the templates are already: on the machine of the agent, or with the agent under another name of
     * its machine.
     *
     * @return by the agent's id the ids of templates
     */
    public Map<UUID, Set<UUID>> existing(Handle tx, List<Agent> agents, List<StoreTemplate> templates) {
        return stores.existing(tx, agents, templates);
    }

    /**
     * Adds stores, each with its inventory.
     *
     * @param wanted without faults, and not existing
     * @throws CommandException NAME_IN_USE when somebody else has added one of them meanwhile
     */
    public void add(Handle tx, Caller caller, List<StoreOnAgent> wanted, Instant now) {
        if (wanted.isEmpty()) {
            return;
        }
        Map<UUID, StoreOnAgent> byId = new LinkedHashMap<>();
        wanted.forEach(store -> byId.put(ids.next(), store));
        Map<UUID, String> properties = properties(tx, wanted);
        int added = stores.addAll(tx, byId, properties, now);
        if (added < byId.size()) {
            throw new CommandException(
                    ErrorKind.NAME_IN_USE,
                    (byId.size() - added) + " of the stores were added by somebody else at this moment. Try again.");
        }
        List<CertificateStore> made = stores.lock(tx, byId.keySet());
        Map<UUID, Optional<Schedule>> schedules = new HashMap<>();
        byId.forEach((id, store) -> schedules.put(id, store.schedule()));
        Map<Optional<Schedule>, List<CertificateStore>> bySchedule =
                made.stream().collect(groupingBy(store -> schedules.getOrDefault(store.id(), Optional.empty())));
        bySchedule.forEach(
                (schedule, scheduled) -> inventorySchedules.replace(tx, caller.name(), scheduled, schedule, now));
        audit.append(
                tx,
                made.stream()
                        .map(store -> CreateStore.created(
                                caller, store, schedules.getOrDefault(store.id(), Optional.empty())))
                        .toList());
    }

    /** As they stand in the column, by the template's id. */
    private Map<UUID, String> properties(Handle tx, List<StoreOnAgent> wanted) {
        Map<UUID, StoreTemplate> templates = new HashMap<>();
        wanted.forEach(store -> templates.put(store.template().id(), store.template()));
        NewStoreRules.Known known = rules.known(tx, containers(templates.values()));
        return templates.values().stream()
                .collect(toMap(
                        StoreTemplate::id,
                        template -> rules.check(known, template.onNoMachine())
                                .properties()
                                .properties()
                                .toColumn()));
    }

    private static List<Integer> containers(Collection<StoreTemplate> templates) {
        return templates.stream()
                .map(StoreTemplate::containerId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
