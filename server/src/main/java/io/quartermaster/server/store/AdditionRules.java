package io.quartermaster.server.store;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What the type of a store lets be added to it, and how. */
final class AdditionRules {
    private static final String NUL = "\u0000";

    private AdditionRules() {}

    /**
     * @param hasKey whether the server keeps the key of the certificate
     * @param taken the alias of the entry that is there already, as the inventory spells it; null for none
     * @throws CommandException whose message is a sentence about this one store
     */
    static void check(StoreAddition addition, StoreType type, boolean hasKey, @Nullable String taken) {
        checkAlias(addition.alias(), type);
        checkKey(addition.includePrivateKey(), hasKey, type);
        if (taken != null && !addition.overwrite()) {
            throw refused(
                    "Alias: the store has an entry \"" + taken + "\" already. Send Overwrite: true to replace it.");
        }
        if (addition.entryPassword() != null
                && !type.definition().passwordOptions().entrySupported()) {
            throw refused("EntryPassword: entries of " + type.shortName() + " stores have no password of their own.");
        }
    }

    /** Where the type lets nobody choose, what was chosen does not count. */
    static void checkAlias(String alias, StoreType type) {
        if (type.definition().customAliasAllowed() == Need.FORBIDDEN) {
            return;
        }
        if (alias.isEmpty() && type.definition().customAliasAllowed() == Need.REQUIRED) {
            throw refused("Alias is required for " + type.shortName() + " stores.");
        }
        if (alias.length() > GatherInventory.ALIAS_LENGTH_MAX || alias.contains(NUL)) {
            throw refused("Alias must have at most " + GatherInventory.ALIAS_LENGTH_MAX
                    + " characters, and not the one with the number 0.");
        }
    }

    private static void checkKey(boolean included, boolean hasKey, StoreType type) {
        Need allowed = type.definition().privateKeyAllowed();
        if (included && allowed == Need.FORBIDDEN) {
            throw refused("IncludePrivateKey: " + type.shortName() + " stores hold no private keys.");
        }
        if (!included && allowed == Need.REQUIRED) {
            throw refused("IncludePrivateKey must be true: entries of " + type.shortName() + " stores have a key.");
        }
        if (included && !hasKey) {
            throw new CommandException(
                    ErrorKind.NO_PRIVATE_KEY, "No private key could be found for the given certificate.");
        }
    }

    private static CommandException refused(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
