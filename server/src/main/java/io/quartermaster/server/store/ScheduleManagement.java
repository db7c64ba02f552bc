package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.KnownCertificate;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.JobSecrets;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.store.EntryParameters.When;
import io.quartermaster.server.store.StoreContentRepository.Wanted;
import io.quartermaster.server.store.StoreWork.Locked;
import io.quartermaster.server.store.StoreWork.Problem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Orders changes of what is in stores: one job for each, all or none. Checks the permission for the stores; whether the
 * caller may see the certificates, the command has checked. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class ScheduleManagement {
    private final StoreWork work;
    private final StoreContentRepository content;
    private final FindCertificates certificates;
    private final JobSchedule jobs;
    private final JobSecrets jobSecrets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    ScheduleManagement(
            StoreWork work,
            StoreContentRepository content,
            FindCertificates certificates,
            JobSchedule jobs,
            JobSecrets jobSecrets,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.work = work;
        this.content = content;
        this.certificates = certificates;
        this.jobs = jobs;
        this.jobSecrets = jobSecrets;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** A job that was found to be in order. */
    private record Order(CertificateStore store, Schedule schedule, int priority, ManagementFields fields) {}

    /**
     * Has certificates added to stores.
     *
     * @return the ids of the jobs, in the order of the additions
     * @throws CommandException UNKNOWN_ID for a certificate or stores that do not exist; else of the kind of the first thing
     *     that is not in order, naming every store that has one
     */
    public List<UUID> add(Handle tx, Caller caller, List<StoreAddition> additions) {
        Locked locked = work.lock(
                tx,
                caller,
                StoreVerb.SCHEDULE,
                additions.stream().map(StoreAddition::storeId).toList());
        Map<Integer, KnownCertificate> known = certificates(
                tx,
                additions.stream().map(StoreAddition::certificateId).distinct().toList());
        Map<Integer, String> taken = content.withAlias(
                tx,
                additions.stream()
                        .map(addition -> new Wanted(addition.storeId(), alias(locked, addition)))
                        .toList());
        List<Problem> problems = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < additions.size(); i++) {
            StoreAddition addition = additions.get(i);
            CertificateStore store = locked.store(addition.storeId());
            StoreType type = store.type();
            Optional<Problem> unfit = work.unfit(
                    locked,
                    i,
                    store,
                    type.definition().supportedOperations().add() && type.managementJobType() != null,
                    type.managementCapability(),
                    "have certificates added");
            if (unfit.isPresent()) {
                problems.add(unfit.get());
                continue;
            }
            try {
                boolean hasKey = Objects.requireNonNull(known.get(addition.certificateId()))
                        .hasPrivateKey();
                AdditionRules.check(addition, type, hasKey, taken.get(i));
                EntryParameters parameters =
                        EntryParameters.check(type, addition.jobFields(), When.ADD, addition.includePrivateKey());
                orders.add(new Order(
                        store,
                        addition.schedule(),
                        NewJob.PRIORITY_ADD,
                        ManagementFields.add(addition, alias(locked, addition), parameters, ids)));
            } catch (EntryParameters.Unfit unfitParameters) {
                problems.add(new Problem(i, store, ErrorKind.MALFORMED, unfitParameters.sentence()));
            } catch (CommandException refused) {
                problems.add(new Problem(i, store, refused.kind(), refused.getMessage()));
            }
        }
        StoreWork.refuse(problems, additions.size());
        return schedule(tx, caller.name(), orders);
    }

    /** What the type lets nobody choose was not chosen. */
    private static String alias(Locked locked, StoreAddition addition) {
        return locked.store(addition.storeId()).type().definition().customAliasAllowed() == Need.FORBIDDEN
                ? ""
                : addition.alias();
    }

    private Map<Integer, KnownCertificate> certificates(Handle tx, List<Integer> wanted) {
        Map<Integer, KnownCertificate> known = new HashMap<>();
        certificates.find(tx, wanted).forEach(certificate -> known.put(certificate.id(), certificate));
        for (int id : wanted) {
            if (!known.containsKey(id)) {
                throw new CommandException(ErrorKind.UNKNOWN_ID, "There is no certificate " + id + ".");
            }
        }
        return known;
    }

    /**
     * Has entries taken out of stores.
     *
     * @return the ids of the jobs, in the order of the removals
     * @throws CommandException as {@link #add}
     */
    public List<UUID> remove(Handle tx, Caller caller, List<EntryRemoval> removals) {
        Locked locked = work.lock(
                tx,
                caller,
                StoreVerb.SCHEDULE,
                removals.stream().map(EntryRemoval::storeId).toList());
        List<Wanted> wanted = removals.stream()
                .map(removal -> new Wanted(removal.storeId(), removal.alias()))
                .toList();
        Map<Integer, String> byAlias = content.withAlias(tx, wanted);
        Map<Integer, String> byThumbprint = content.withThumbprint(tx, wanted);
        List<Problem> problems = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < removals.size(); i++) {
            EntryRemoval removal = removals.get(i);
            CertificateStore store = locked.store(removal.storeId());
            StoreType type = store.type();
            Optional<Problem> unfit = work.unfit(
                    locked,
                    i,
                    store,
                    type.definition().supportedOperations().remove() && type.managementJobType() != null,
                    type.managementCapability(),
                    "have certificates removed");
            if (unfit.isPresent()) {
                problems.add(unfit.get());
                continue;
            }
            // Clients send the thumbprint whatever the entry is called.
            @Nullable String alias = byAlias.containsKey(i) ? byAlias.get(i) : byThumbprint.get(i);
            if (alias == null) {
                problems.add(new Problem(i, store, ErrorKind.MALFORMED, noEntry(removal.alias())));
                continue;
            }
            try {
                EntryParameters parameters = EntryParameters.check(type, removal.jobFields(), When.REMOVE, false);
                orders.add(new Order(
                        store,
                        removal.schedule(),
                        NewJob.PRIORITY_NORMAL,
                        ManagementFields.remove(alias, parameters, ids)));
            } catch (EntryParameters.Unfit unfitParameters) {
                problems.add(new Problem(i, store, ErrorKind.MALFORMED, unfitParameters.sentence()));
            }
        }
        StoreWork.refuse(problems, removals.size());
        return schedule(tx, caller.name(), orders);
    }

    private static String noEntry(String alias) {
        return alias.isEmpty()
                ? "Alias is required: that of the entry, or the thumbprint of its certificate."
                : "Alias \"" + alias + "\": the inventory of the store has no such entry, and not exactly one whose"
                        + " certificate has that thumbprint.";
    }

    private List<UUID> schedule(Handle tx, String actor, List<Order> orders) {
        if (orders.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<NewJob> added = orders.stream().map(this::job).toList();
        Map<UUID, SecretValue> secrets = new HashMap<>();
        orders.forEach(order -> secrets.putAll(order.fields().secrets()));
        jobs.add(tx, actor, added, now);
        jobSecrets.keep(tx, added, secrets);
        List<AuditEntry> entries = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            entries.add(scheduled(actor, orders.get(i), added.get(i).jobId()));
        }
        audit.append(tx, entries);
        return added.stream().map(NewJob::jobId).toList();
    }

    private NewJob job(Order order) {
        return job(ids.next(), order.store(), order.schedule(), order.priority(), order.fields());
    }

    /** The job that changes a store which has an agent. */
    static NewJob job(UUID id, CertificateStore store, Schedule schedule, int priority, ManagementFields fields) {
        return new NewJob(
                id,
                Objects.requireNonNull(store.agentId()),
                JobKind.MANAGEMENT,
                Objects.requireNonNull(store.type().managementJobType()),
                store.type().capability() + JobKind.MANAGEMENT.genericName(),
                store.place(),
                store.place().target(),
                schedule,
                priority,
                fields.node());
    }

    private static AuditEntry scheduled(String actor, Order order, UUID jobId) {
        var fields = order.fields().node();
        AuditMessage message = new AuditMessage()
                .after("Operation", ManagementFields.operation(fields).title())
                .after("StoreId", order.store().id())
                .after("Alias", ManagementFields.alias(fields))
                .after("Schedule", ScheduleInventory.words(Optional.of(order.schedule())));
        if (ManagementFields.operation(fields) == ManagementFields.Operation.ADD) {
            message.after("CertificateId", ManagementFields.certificateId(fields))
                    .after("IncludePrivateKey", ManagementFields.includesPrivateKey(fields))
                    .after("Overwrite", ManagementFields.overwrites(fields));
        }
        return AuditEntry.done(
                AuditCategory.ORCHESTRATOR_JOB,
                AuditOperation.SCHEDULED,
                actor,
                ManagementFields.operation(fields).title() + " on "
                        + order.store().displayName(),
                jobId.toString(),
                message);
    }
}
