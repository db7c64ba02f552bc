package io.quartermaster.agent.inventory;

import io.quartermaster.agent.change.ReadStore;
import io.quartermaster.agent.change.Store;
import io.quartermaster.agent.job.Assignment;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.WorkResult;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.InventoryConfigureReply;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.InventoryJobDetails;
import io.quartermaster.agent.protocol.InventoryUpdateRequest;
import io.quartermaster.agent.protocol.KnownInventoryItem;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreException;
import java.util.List;

/** Inventories the stores of one type. Safe for many threads. */
public final class InventoryHandler implements JobHandler {
    private final String capability;
    private final String storeType;
    private final InventoryJob inventoryJob;
    private final ReadStore readStore;
    private final long updateBytesMax;

    /**
     * Makes the handler of one store type.
     *
     * @param updateBytesMax see {@link Updates#BYTES_MAX}
     */
    public InventoryHandler(
            String storeTypeShortName, InventoryJob inventoryJob, ReadStore readStore, long updateBytesMax) {
        this.storeType = storeTypeShortName;
        this.readStore = readStore;
        this.capability = Capabilities.inventory(storeTypeShortName);
        this.inventoryJob = inventoryJob;
        this.updateBytesMax = updateBytesMax;
    }

    @Override
    public String capability() {
        return capability;
    }

    @Override
    public Assignment configure(Transport transport, String endpoint, ConfigureRequest request)
            throws TransportException {
        InventoryConfigureReply reply = transport.call(endpoint, request, InventoryConfigureReply.class);
        return new Assignment(reply.result(), reply.auditId(), reply.jobCancelled(), () -> read(request, reply));
    }

    private WorkResult read(ConfigureRequest request, InventoryConfigureReply reply) throws InterruptedException {
        InventoryJobDetails job = reply.job();
        String updateEndpoint = reply.inventoryEndpoint();
        if (job == null || job.storePath() == null || updateEndpoint == null) {
            return WorkResult.failure("The server's configuration of the job names no store path or no endpoint.");
        }
        Inventory inventory;
        try {
            inventory = readStore.run(
                    Store.of(storeType, job.storePath(), job.storePassword(), job.properties()), inventoryJob);
        } catch (StoreException e) {
            return WorkResult.failure(e.getMessage());
        }
        List<KnownInventoryItem> known = job.inventory() == null ? List.of() : job.inventory();
        List<InventoryItem> items = InventoryDifference.between(known, inventory.entries());
        return WorkResult.success(Updates.split(items, updateBytesMax).stream()
                .map(part -> delivery(updateEndpoint, request, part))
                .toList());
    }

    private static WorkResult.Delivery delivery(String endpoint, ConfigureRequest request, List<InventoryItem> part) {
        return new WorkResult.Delivery(
                endpoint, new InventoryUpdateRequest(request.sessionToken(), request.jobId(), part));
    }
}
