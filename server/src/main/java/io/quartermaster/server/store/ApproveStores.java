package io.quartermaster.server.store;

import static java.util.stream.Collectors.toMap;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes over stores of one type that were discovered. All or none. Safe for many threads. */
@Singleton
public class ApproveStores {
    private final Database database;
    private final NewStoreRules rules;
    private final StoreRepository stores;
    private final StoreSecrets storeSecrets;
    private final JoinContainer joinContainer;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Ids ids;

    ApproveStores(
            Database database,
            NewStoreRules rules,
            StoreRepository stores,
            StoreSecrets storeSecrets,
            JoinContainer joinContainer,
            AuditLog audit,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.rules = rules;
        this.stores = stores;
        this.storeSecrets = storeSecrets;
        this.joinContainer = joinContainer;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** A store with what it gets. */
    private record Approved(
            StoreApproval wanted,
            CertificateStore before,
            StoreProperties.Checked properties,
            StoreSecrets.NewPassword password) {}

    /**
     * @param approvals of one type, no two of one store
     * @throws CommandException MALFORMED, naming the place in the request; UNKNOWN_ID and NOT_ELIGIBLE, naming each store that
     *     is to blame; NO_PERMISSION for the containers
     */
    void run(Caller caller, List<StoreApproval> approvals) {
        database.runInTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            int typeId = approvals.getFirst().typeId();
            List<Integer> containerIds = approvals.stream()
                    .map(StoreApproval::containerId)
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted()
                    .toList();
            NewStoreRules.Known known = rules.keep(tx, typeId, containerIds);
            List<UUID> storeIds = approvals.stream().map(StoreApproval::storeId).toList();
            List<CertificateStore> before = stores.lock(tx, storeIds);
            StoreSelection.refuseUnknown(storeIds, before);
            StorePermission.require(caller, StoreVerb.MODIFY, before);
            caller.require(approvals.stream()
                    .map(approval -> StorePermission.of(StoreVerb.MODIFY, approval.containerId()))
                    .distinct()
                    .sorted()
                    .toList());
            refuse(before, typeId);
            List<Approved> approved = judged(approvals, before, known);
            write(tx, approved);
            List<CertificateStore> after = stores.find(tx, storeIds);
            storeSecrets.replace(tx, before, after, secrets(approved));
            joinContainer.run(tx, caller.name(), after, known.containers(), now);
            audit.append(
                    tx, after.stream().map(store -> approved(caller, store)).toList());
        });
    }

    private static void refuse(List<CertificateStore> stores, int typeId) {
        List<FailedOperation> refused = stores.stream()
                .filter(store -> store.approved() || store.type().id() != typeId)
                .map(store -> new FailedOperation(
                        store.id().toString(),
                        store.approved()
                                ? "The store is approved already."
                                : "The store is of type " + store.type().id() + " ("
                                        + store.type().shortName() + ")."))
                .toList();
        if (!refused.isEmpty()) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE, StoreSelection.count(refused.size()) + " cannot be approved.", refused);
        }
    }

    private List<Approved> judged(
            List<StoreApproval> approvals, List<CertificateStore> before, NewStoreRules.Known known) {
        Map<UUID, CertificateStore> byId = before.stream().collect(toMap(CertificateStore::id, Function.identity()));
        List<Approved> approved = new ArrayList<>();
        for (StoreApproval approval : approvals) {
            CertificateStore store = Objects.requireNonNull(byId.get(approval.storeId()));
            try {
                approved.add(judged(approval, store, known));
            } catch (CommandException refusal) {
                throw new CommandException(refusal.kind(), approval.place() + ": " + refusal.getMessage());
            }
        }
        return approved;
    }

    private Approved judged(StoreApproval approval, CertificateStore store, NewStoreRules.Known known) {
        NewStoreRules.container(known, approval.containerId(), store.type());
        @Nullable SentValue password = approval.password();
        if (password == null && store.type().definition().passwordOptions().storeRequired()) {
            throw CreateStore.passwordMissing(store.type());
        }
        return new Approved(
                approval,
                store,
                StoreProperties.check(
                        store.type(),
                        approval.properties(),
                        new StoreProperties.Before(store.properties(), false),
                        ids),
                storeSecrets.password(store, password, "Password"));
    }

    private void write(Handle tx, List<Approved> approved) {
        stores.approve(
                tx,
                approved.stream()
                        .map(one -> new StoreRepository.Approval(
                                one.before().id(),
                                one.wanted().containerId(),
                                one.properties().properties(),
                                one.password().id()))
                        .toList());
    }

    private static List<Map<UUID, SecretValue>> secrets(List<Approved> approved) {
        List<Map<UUID, SecretValue>> secrets = new ArrayList<>();
        approved.forEach(one -> {
            secrets.add(one.properties().secrets());
            secrets.add(one.password().secrets());
        });
        return secrets;
    }

    private static AuditEntry approved(Caller caller, CertificateStore store) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE,
                AuditOperation.APPROVED,
                caller.name(),
                store.displayName(),
                store.id().toString(),
                new AuditMessage()
                        .after("ContainerId", String.valueOf(store.containerId()))
                        .after("Properties", store.properties().withSecretIds(store.type()))
                        .after("Password", store.passwordSecretId() == null ? "none" : "set"));
    }
}
