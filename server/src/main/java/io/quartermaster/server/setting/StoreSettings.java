package io.quartermaster.server.setting;

/**
 * How certificate stores are treated.
 *
 * @param agentMayFollow whether a store can be created before its agent is approved and has announced that it can read
 *     stores of the type; the agent must be known in any case
 */
public record StoreSettings(boolean agentMayFollow) {
    /** The agent comes first. */
    public static final StoreSettings DEFAULT = new StoreSettings(false);
}
