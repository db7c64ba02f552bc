package io.quartermaster.agent.change;

import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.state.PendingChange;
import io.quartermaster.store.spi.ChangingJob;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreProperties;
import io.quartermaster.store.spi.StoreType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends changes of stores that an earlier life of this agent was in the middle of: a store is then what it was before or
 * what it was to become. Safe for many threads, as long as one store is in one thread at a time.
 */
public final class Recovery {
    private final Map<String, ChangingJob> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final AgentState state;
    private final AgentLog log;

    /** @param storeTypes all that there are; those that change nothing have nothing to be recovered */
    public Recovery(List<StoreType> storeTypes, AgentState state, AgentLog log) {
        for (StoreType type : storeTypes) {
            if (type instanceof ChangingJob job) {
                types.put(type.shortName(), job);
            }
        }
        this.state = state;
        this.log = log;
    }

    /**
     * For the start of the agent, before any job: all stores. One that cannot be recovered now is logged, and tried
     * again before its next job.
     */
    public void all() {
        for (PendingChange change : state.pendingChanges()) {
            try {
                recover(change);
            } catch (StoreException e) {
                log.warn("The interrupted change of " + change.storePath() + " cannot be ended now: " + e.getMessage());
            }
        }
    }

    /**
     * For a job that is about to look at a store.
     *
     * @throws StoreException when the store may be half changed and cannot be put right now
     */
    public void before(StoreLocation location) throws StoreException {
        for (PendingChange change : state.pendingChanges()) {
            if (change.storePath().equals(location.path())) {
                recover(change);
            }
        }
    }

    private void recover(PendingChange change) throws StoreException {
        ChangingJob type = types.get(change.storeType());
        if (type == null) {
            throw new StoreException("A change of " + change.storePath() + " was interrupted, and the store type "
                    + change.storeType() + ", which could end it, is not loaded now.");
        }
        type.recover(new StoreLocation(change.storePath(), new StoreProperties(change.properties())))
                .ifPresent(log::info);
        state.forgetChange(change);
    }
}
