package io.quartermaster.agent;

import io.quartermaster.agent.change.ChangeStore;
import io.quartermaster.agent.change.ReadStore;
import io.quartermaster.agent.change.Recovery;
import io.quartermaster.agent.change.StoreLocks;
import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.discovery.DiscoveryHandler;
import io.quartermaster.agent.inventory.InventoryHandler;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.management.ManagementHandler;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.reenrollment.ReenrollmentHandler;
import io.quartermaster.agent.state.AgentState;
import io.quartermaster.store.spi.DiscoveryJob;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.ReenrollmentJob;
import io.quartermaster.store.spi.StoreType;
import java.util.ArrayList;
import java.util.List;

/** The handlers of all jobs on stores: for each store type those that it can do, and no others. */
public final class StoreHandlers {
    private final StoreRules rules;
    private final long updateBytesMax;
    private final ReadStore readStore;
    private final ChangeStore changeStore;
    private final AgentState state;
    private final ReenrollmentHandler.Asking asking;
    private final AgentLog log;

    /** @param updateBytesMax bytes of one inventory update */
    public StoreHandlers(
            StoreRules rules,
            long updateBytesMax,
            Recovery recovery,
            AgentState state,
            ReenrollmentHandler.Asking asking,
            AgentLog log) {
        StoreLocks locks = new StoreLocks();
        this.rules = rules;
        this.updateBytesMax = updateBytesMax;
        this.readStore = new ReadStore(locks, recovery);
        this.changeStore = new ChangeStore(rules, locks, recovery, state, log);
        this.state = state;
        this.asking = asking;
        this.log = log;
    }

    public List<JobHandler> of(List<StoreType> types) {
        return types.stream().flatMap(type -> of(type).stream()).toList();
    }

    /** The capabilities that {@link #of} makes handlers for. */
    static List<String> capabilities(StoreType type) {
        List<String> capabilities = new ArrayList<>();
        String name = type.shortName();
        if (type instanceof InventoryJob) {
            capabilities.add(Capabilities.inventory(name));
        }
        if (ManagementHandler.fits(type)) {
            capabilities.add(Capabilities.management(name));
        }
        if (type instanceof DiscoveryJob) {
            capabilities.add(Capabilities.discovery(name));
        }
        if (type instanceof ReenrollmentJob) {
            capabilities.add(Capabilities.reenrollment(name));
        }
        return capabilities;
    }

    private List<JobHandler> of(StoreType type) {
        List<JobHandler> handlers = new ArrayList<>();
        if (type instanceof InventoryJob job) {
            handlers.add(new InventoryHandler(type.shortName(), job, readStore, updateBytesMax));
        }
        if (ManagementHandler.fits(type)) {
            handlers.add(new ManagementHandler(type, changeStore));
        }
        if (type instanceof DiscoveryJob job) {
            handlers.add(new DiscoveryHandler(type.shortName(), job, rules.followLinks()));
        }
        if (type instanceof ReenrollmentJob job) {
            handlers.add(new ReenrollmentHandler(type, job, changeStore, readStore, state, asking, log));
        }
        return handlers;
    }
}
