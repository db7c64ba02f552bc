package io.quartermaster.server.setting;

import java.util.function.Supplier;

/**
 * How certificate stores are treated.
 *
 * @param agentMayFollow whether a store can be created before its agent is approved and has announced that it can read
 *     stores of the type; the agent must be known in any case
 */
public record StoreSettings(boolean agentMayFollow) implements Supplier<StoreSettings> {
    /** The agent comes first. */
    public static final StoreSettings DEFAULT = new StoreSettings(false);

    /** Itself: settings that nobody changes. */
    @Override
    public StoreSettings get() {
        return this;
    }
}
