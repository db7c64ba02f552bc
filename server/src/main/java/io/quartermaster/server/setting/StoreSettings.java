package io.quartermaster.server.setting;

import io.quartermaster.server.setting.JobSettings.EnumForm;
import java.util.function.Supplier;

/**
 * How certificate stores are treated.
 *
 * @param agentMayFollow whether a store can be created before its agent is approved and has announced that it can read
 *     stores of the type; the agent must be known in any case
 * @param typeEnums whether the enumerated members of store types are written as names or numbers
 */
public record StoreSettings(boolean agentMayFollow, EnumForm typeEnums) implements Supplier<StoreSettings> {
    /** The agent comes first; names, which is what existing clients read. */
    public static final StoreSettings DEFAULT = new StoreSettings(false, EnumForm.NAME);

    /** Itself: settings that nobody changes. */
    @Override
    public StoreSettings get() {
        return this;
    }
}
