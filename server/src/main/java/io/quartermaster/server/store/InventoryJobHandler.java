package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.InventoryConfigureReply;
import io.quartermaster.agent.protocol.InventoryJobDetails;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobKind;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Inventory jobs: what the agent is told of the store, and what becomes of what it found. Safe for many threads. */
@Singleton
public class InventoryJobHandler implements JobHandler {
    private static final Logger LOG = Logger.getLogger(InventoryJobHandler.class);

    private final StoreAccess access;
    private final InventoryRepository inventories;
    private final GatheredInventoryRepository gathered;
    private final ConcludeInventories concludeInventories;
    private final InstantSource clock;

    InventoryJobHandler(
            StoreAccess access,
            InventoryRepository inventories,
            GatheredInventoryRepository gathered,
            ConcludeInventories concludeInventories,
            InstantSource clock) {
        this.access = access;
        this.inventories = inventories;
        this.gathered = gathered;
        this.concludeInventories = concludeInventories;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.INVENTORY;
    }

    @Override
    public String capability(String jobType) {
        return Capabilities.inventory(kind().withoutGenericName(jobType));
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
        CertificateStore store = access.store(tx, attempt.storeId());
        StoreAccess.Opened opened = access.open(tx, store);
        return new InventoryConfigureReply(
                result,
                attempt.historyId(),
                false,
                AgentPaths.INVENTORY_UPDATE,
                new InventoryJobDetails(
                        store.clientMachine(),
                        store.storePath(),
                        opened.password(),
                        store.type().id(),
                        inventories.known(tx, store.id()),
                        opened.properties()));
    }

    @Override
    public void begun(Handle tx, Attempt attempt) {
        gathered.begin(tx, attempt.storeId());
    }

    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {
        List<InventoryRun> finished = new ArrayList<>();
        List<Long> failed = new ArrayList<>();
        for (EndedAttempt end : ended) {
            if (end.conclusion().result().succeeded()) {
                finished.add(new InventoryRun(
                        end.attempt().historyId(), end.attempt().storeId()));
            } else {
                failed.add(end.attempt().historyId());
            }
        }
        if (!failed.isEmpty()) {
            gathered.discard(tx, failed);
        }
        if (!finished.isEmpty()) {
            List<HeldInventory> held =
                    concludeInventories.run(tx, finished, clock.instant().truncatedTo(ChronoUnit.MICROS));
            // A transaction that is undone and repeated holds them once more.
            tx.afterCommit(() -> held.forEach(LOG::warn));
        }
    }
}
