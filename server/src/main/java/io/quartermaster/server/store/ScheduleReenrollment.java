package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateDefinition;
import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.JobSecrets;
import io.quartermaster.server.job.NewJob;
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
 * Orders keys that agents make in stores and have certified: one job for each, all or none. Checks the permission for the
 * stores; whether the caller may have certificates issued, the command has checked. Works in the caller's transaction. Safe
 * for many threads.
 */
@Singleton
public class ScheduleReenrollment {
    private final StoreWork work;
    private final StoreContentRepository content;
    private final TemplateRepository templates;
    private final JobSchedule jobs;
    private final JobSecrets jobSecrets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    ScheduleReenrollment(
            StoreWork work,
            StoreContentRepository content,
            TemplateRepository templates,
            JobSchedule jobs,
            JobSecrets jobSecrets,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.work = work;
        this.content = content;
        this.templates = templates;
        this.jobs = jobs;
        this.jobSecrets = jobSecrets;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** One that was found to be in order. */
    private record Order(CertificateStore store, KeyOnDevice wanted, NewJob job, Map<UUID, SecretValue> secrets) {}

    /**
     * Has keys made.
     *
     * @return the ids of the jobs, in the order of the wishes
     * @throws CommandException UNKNOWN_ID for stores that do not exist; else of the kind of the first thing that is not in
     *     order, naming every store that has one
     */
    public List<UUID> run(Handle tx, Caller caller, List<KeyOnDevice> wanted) {
        Locked locked = work.lock(
                tx,
                caller,
                StoreVerb.MODIFY,
                wanted.stream().map(KeyOnDevice::storeId).toList());
        Map<Integer, String> taken = content.withAlias(
                tx,
                wanted.stream()
                        .map(key -> new Wanted(key.storeId(), alias(locked.store(key.storeId()), key)))
                        .toList());
        List<Problem> problems = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            KeyOnDevice key = wanted.get(i);
            CertificateStore store = locked.store(key.storeId());
            StoreType type = store.type();
            Optional<Problem> unfit = work.unfit(
                    locked,
                    i,
                    store,
                    type.definition().supportedOperations().enrollment() && type.reenrollmentJobType() != null,
                    type.reenrollmentCapability(),
                    "have keys made in them");
            if (unfit.isPresent()) {
                problems.add(unfit.get());
                continue;
            }
            try {
                check(key, store, taken.get(i));
                checkTemplate(tx, caller, key.template());
                EntryParameters parameters = EntryParameters.check(type, key.jobFields(), When.REENROLLMENT, true);
                orders.add(order(caller, store, key, parameters));
            } catch (EntryParameters.Unfit unfitParameters) {
                problems.add(new Problem(i, store, ErrorKind.MALFORMED, unfitParameters.sentence()));
            } catch (CommandException refused) {
                problems.add(new Problem(i, store, refused.kind(), refused.getMessage()));
            }
        }
        StoreWork.refuse(problems, wanted.size());
        return schedule(tx, caller, orders);
    }

    private static void check(KeyOnDevice key, CertificateStore store, @Nullable String taken) {
        if (key.agentId() != null && !key.agentId().equals(store.agentId())) {
            throw refused(
                    "AgentGuid " + key.agentId() + " is not the agent of the store, which is " + store.agentId() + ".");
        }
        KeyRequirements.check(key);
        AdditionRules.checkAlias(key.alias(), store.type());
        if (taken != null && !key.overwrite()) {
            throw refused(
                    "Alias: the store has an entry \"" + taken + "\" already. Send Overwrite: true to replace it.");
        }
    }

    /** As when people bring a request themselves: whether the template is for it, and for them. */
    private void checkTemplate(Handle tx, Caller caller, @Nullable String name) {
        if (name == null) {
            return;
        }
        Template template = templates
                .find(tx, name)
                .orElseThrow(() -> refused("CertificateTemplate: there is no template " + name + "."));
        if (!template.allows(TemplateDefinition.CSR)) {
            throw refused("CertificateTemplate: the template " + name + " is not for keys that others make.");
        }
        if (!template.isFor(caller)) {
            throw new CommandException(
                    ErrorKind.NO_PERMISSION, "CertificateTemplate: the template " + name + " is for others only.");
        }
    }

    private static String alias(CertificateStore store, KeyOnDevice key) {
        return store.type().definition().customAliasAllowed() == Need.FORBIDDEN ? "" : key.alias();
    }

    private Order order(Caller caller, CertificateStore store, KeyOnDevice key, EntryParameters parameters) {
        ManagementFields fields = new ManagementFields(ids);
        ReenrollmentFields.put(fields.node(), key, alias(store, key), caller.name());
        fields.put(parameters);
        return new Order(
                store,
                key,
                new NewJob(
                        ids.next(),
                        Objects.requireNonNull(store.agentId()),
                        JobKind.REENROLLMENT,
                        Objects.requireNonNull(store.type().reenrollmentJobType()),
                        store.type().capability() + JobKind.REENROLLMENT.genericName(),
                        store.place(),
                        store.place().target(),
                        key.schedule(),
                        NewJob.PRIORITY_NORMAL,
                        fields.node()),
                fields.secrets());
    }

    private List<UUID> schedule(Handle tx, Caller caller, List<Order> orders) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<NewJob> added = orders.stream().map(Order::job).toList();
        Map<UUID, SecretValue> secrets = new HashMap<>();
        orders.forEach(order -> secrets.putAll(order.secrets()));
        jobs.add(tx, caller.name(), added, now);
        jobSecrets.keep(tx, added, secrets);
        audit.append(tx, orders.stream().map(order -> scheduled(caller, order)).toList());
        return added.stream().map(NewJob::jobId).toList();
    }

    private static AuditEntry scheduled(Caller caller, Order order) {
        KeyOnDevice key = order.wanted();
        return AuditEntry.done(
                AuditCategory.ORCHESTRATOR_JOB,
                AuditOperation.SCHEDULED,
                caller.name(),
                "Reenrollment on " + order.store().displayName(),
                order.job().jobId().toString(),
                new AuditMessage()
                        .after("StoreId", order.store().id())
                        .after("SubjectName", key.subject())
                        .after("SANs", key.sans())
                        .after("KeyType", key.keyType() + " " + key.keySize())
                        .after("Alias", ReenrollmentFields.alias(order.job().fields()))
                        .after("CertificateAuthority", String.valueOf(key.authority()))
                        .after("CertificateTemplate", String.valueOf(key.template()))
                        .after("Schedule", ScheduleInventory.words(Optional.of(key.schedule()))));
    }

    private static CommandException refused(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
