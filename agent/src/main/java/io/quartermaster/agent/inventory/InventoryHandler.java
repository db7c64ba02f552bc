package io.quartermaster.agent.inventory;

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
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreSecrets;
import java.util.List;

/** Inventories the stores of one type. Safe for many threads. */
public final class InventoryHandler implements JobHandler {
    private final String capability;
    private final InventoryJob inventoryJob;
    private final long updateBytesMax;

    /**
     * Makes the handler of one store type.
     *
     * @param updateBytesMax see {@link Updates#BYTES_MAX}
     */
    public InventoryHandler(String storeTypeShortName, InventoryJob inventoryJob, long updateBytesMax) {
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

    private WorkResult read(ConfigureRequest request, InventoryConfigureReply reply) {
        InventoryJobDetails store = reply.job();
        String updateEndpoint = reply.inventoryEndpoint();
        if (store == null || store.storePath() == null || updateEndpoint == null) {
            return WorkResult.failure("The server's configuration of the job names no store path or no endpoint.");
        }
        Inventory inventory;
        try {
            inventory = inventoryJob.read(new StoreLocation(store.storePath()), secrets(store));
        } catch (StoreException e) {
            return WorkResult.failure(e.getMessage());
        }
        List<KnownInventoryItem> known = store.inventory() == null ? List.of() : store.inventory();
        List<InventoryItem> items = InventoryDifference.between(known, inventory.entries());
        return WorkResult.success(Updates.split(items, updateBytesMax).stream()
                .map(part -> delivery(updateEndpoint, request, part))
                .toList());
    }

    private static WorkResult.Delivery delivery(String endpoint, ConfigureRequest request, List<InventoryItem> part) {
        return new WorkResult.Delivery(
                endpoint, new InventoryUpdateRequest(request.sessionToken(), request.jobId(), part));
    }

    private static StoreSecrets secrets(InventoryJobDetails store) {
        SecretText password = store.storePassword();
        return password == null ? StoreSecrets.NONE : new StoreSecrets(new StorePassword(password.value()));
    }
}
