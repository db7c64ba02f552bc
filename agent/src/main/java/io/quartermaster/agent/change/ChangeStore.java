package io.quartermaster.agent.change;

import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.state.PendingChange;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Changes one store, in the order that leaves it whole whatever happens: may it be changed, what was interrupted
 * before, the change itself, what is to be run after it, and only then is the change final. Safe for many threads.
 */
public final class ChangeStore {
    private final StoreRules rules;
    private final StoreLocks locks;
    private final Recovery recovery;
    private final AgentState state;
    private final AgentLog log;

    public ChangeStore(StoreRules rules, StoreLocks locks, Recovery recovery, AgentState state, AgentLog log) {
        this.rules = rules;
        this.locks = locks;
        this.recovery = recovery;
        this.state = state;
        this.log = log;
    }

    /** What the store type does to the store. */
    @FunctionalInterface
    public interface Change {
        /** @param location the store's, with what this machine's rules add to it */
        StoreChange make(StoreLocation location) throws StoreException, InterruptedException;
    }

    /**
     * What became of it.
     *
     * @param changed false when the store was already as it should be
     * @param alias of the entry it was about; empty for none
     * @param note a sentence more; empty for none
     */
    public record Done(boolean changed, String alias, String note) {}

    /**
     * Changes it.
     *
     * @throws StoreException when it could not be done or its reload failed; the store is then as it was, or the
     *     sentence says that it is not
     * @throws InterruptedException when the agent is being stopped; the store is then as it was
     */
    public Done run(Store store, Change change) throws StoreException, InterruptedException {
        for (Path file : store.files()) {
            rules.check(file);
        }
        try (var _ = locks.hold(store.location())) {
            recovery.before(store.location());
            PendingChange pending = store.pending();
            try {
                state.rememberChange(pending);
            } catch (IOException e) {
                throw new StoreException(
                        "The agent's state folder cannot be written, so the store is not touched: " + e.getMessage()
                                + ".",
                        e);
            }
            Done done;
            try {
                done = made(store, change);
            } catch (StoreException e) {
                settle(store);
                throw e;
            }
            // Not after any other exception: what is left is looked at before the next job on this store, and at the
            // start.
            state.forgetChange(pending);
            return done;
        }
    }

    /** A change that failed was taken back, as a rule; if it could not be, it stays pending. */
    private void settle(Store store) {
        try {
            recovery.before(store.location());
        } catch (StoreException e) {
            log.warn("The failed change of " + store.location().path() + " is not ended yet: " + e.getMessage());
        }
    }

    private Done made(Store store, Change change) throws StoreException, InterruptedException {
        try (StoreChange made = change.make(store.locationKeeping(rules.backups()))) {
            if (!made.changed()) {
                return new Done(false, made.alias(), "");
            }
            String note = reload(store, made);
            made.commit();
            return new Done(true, made.alias(), note);
        }
    }

    /** @return what to say of it; empty when there is nothing to run */
    private String reload(Store store, StoreChange made) throws StoreException, InterruptedException {
        Optional<ReloadCommand> command = rules.reloadOf(store.location().file());
        if (command.isEmpty()) {
            return "";
        }
        Optional<String> problem = command.get().run();
        if (problem.isEmpty()) {
            return "The reload command was run.";
        }
        log.warn(store.location().path() + ": " + problem.get() + " The store is put back.");
        made.rollBack();
        // What serves the store may have taken up the new content before it failed.
        Optional<String> again = command.get().run();
        throw new StoreException(problem.get() + " The store was put back as it was, and the command run again: "
                + again.map(second -> "it failed as well. " + second).orElse("it ended well."));
    }
}
