package io.quartermaster.agent.change;

import io.quartermaster.store.spi.StoreLocation;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One job at a time on one store of this agent. The server sees to it as a rule; but it may have given an attempt up
 * that still runs here, or know one file as two stores. Safe for many threads.
 */
public final class StoreLocks {
    private final ConcurrentMap<String, ReentrantLock> byPath = new ConcurrentHashMap<>();

    /** A store that others wait for until this is closed, by the same thread. */
    @FunctionalInterface
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits until no other job is at work on the store.
     *
     * @throws InterruptedException when the agent is being stopped
     */
    public Held hold(StoreLocation location) throws InterruptedException {
        ReentrantLock lock = byPath.computeIfAbsent(location.path(), _ -> new ReentrantLock());
        lock.lockInterruptibly();
        return lock::unlock;
    }
}
