package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.InventoryConfigureReply;
import io.quartermaster.agent.protocol.InventoryJobDetails;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobWithdrawnException;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Inventory jobs: what the agent is told of the store, and what becomes of what it found. Safe for many threads. */
@Singleton
public class InventoryJobHandler implements JobHandler {
    private static final Logger LOG = Logger.getLogger(InventoryJobHandler.class);

    private final StoreRepository stores;
    private final InventoryRepository inventories;
    private final GatheredInventoryRepository gathered;
    private final InventoryChangeRepository changes;
    private final SecretRepository secrets;
    private final InstantSource clock;

    InventoryJobHandler(
            StoreRepository stores,
            InventoryRepository inventories,
            GatheredInventoryRepository gathered,
            InventoryChangeRepository changes,
            SecretRepository secrets,
            InstantSource clock) {
        this.stores = stores;
        this.inventories = inventories;
        this.gathered = gathered;
        this.changes = changes;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.INVENTORY;
    }

    @Override
    public String capability(String jobType) {
        String type = jobType.substring(
                0, jobType.length() - JobKind.INVENTORY.genericName().length());
        return Capabilities.inventory(type);
    }

    @Override
    public String configurationEndpoint() {
        return AgentPaths.INVENTORY_CONFIGURE;
    }

    @Override
    public String completionEndpoint() {
        return AgentPaths.INVENTORY_COMPLETE;
    }

    @Override
    public Object configuration(Handle tx, Attempt attempt, Result result) {
        CertificateStore store = stores.find(tx, storeOf(attempt))
                .orElseThrow(() -> new JobWithdrawnException("The certificate store was deleted."));
        return new InventoryConfigureReply(
                result,
                attempt.historyId(),
                false,
                AgentPaths.INVENTORY_UPDATE,
                new InventoryJobDetails(
                        store.clientMachine(),
                        store.storePath(),
                        new SecretText(password(tx, store)),
                        store.type().id(),
                        inventories.known(tx, store.id())));
    }

    @Override
    public void begun(Handle tx, Attempt attempt) {
        gathered.begin(tx, storeOf(attempt));
    }

    /** Empty for a store without a password, as agents expect it. */
    private String password(Handle tx, CertificateStore store) {
        UUID id = store.passwordSecretId();
        if (id == null) {
            return "";
        }
        SecretValue password = secrets.get(tx, List.of(id)).get(id);
        if (password == null) {
            throw new JobWithdrawnException("The password of the certificate store is gone.");
        }
        return password.reveal();
    }

    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {
        List<InventoryRun> finished = new ArrayList<>();
        List<Long> failed = new ArrayList<>();
        for (EndedAttempt end : ended) {
            if (end.conclusion().result().succeeded()) {
                finished.add(new InventoryRun(end.attempt().historyId(), storeOf(end.attempt())));
            } else {
                failed.add(end.attempt().historyId());
            }
        }
        if (!failed.isEmpty()) {
            gathered.discard(tx, failed);
        }
        if (!finished.isEmpty()) {
            List<HeldInventory> held =
                    changes.conclude(tx, finished, clock.instant().truncatedTo(ChronoUnit.MICROS));
            // A transaction that is undone and repeated holds them once more.
            tx.afterCommit(() -> held.forEach(LOG::warn));
        }
    }

    private static UUID storeOf(Attempt attempt) {
        if (attempt.store() == null) {
            throw new IllegalStateException("An inventory without a store: " + attempt.jobId());
        }
        return attempt.store().storeId();
    }
}
