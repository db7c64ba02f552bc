package io.quartermaster.server.store;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An inventory in which too much is missing. What the store holds stays until the next one finds more, or a person accepts
 * this one.
 *
 * @param historyId the newest attempt that said so
 * @param timesSaid by how many inventories in a row, with the same aliases
 * @param entries how many the store holds, and keeps
 * @param found how many the inventory named
 * @param missing how many fewer that is, without those that a job took away
 */
record HeldInventory(
        UUID storeId,
        long historyId,
        @Nullable UUID agentId,
        @Nullable Integer containerId,
        String clientMachine,
        String storePath,
        Instant heldSince,
        Instant saidAt,
        int timesSaid,
        int entries,
        int found,
        int missing) {

    static CommandException none(UUID storeId) {
        return new CommandException(
                ErrorKind.NOT_FOUND, "No inventory of certificate store " + storeId + " is held, or not any more.");
    }

    /** For events and people. */
    String reason() {
        return found == 0
                ? "The store was read as empty and held %s".formatted(count(entries))
                : "%d of %s are missing".formatted(missing, count(entries));
    }

    /** A line for the log of the server. */
    @Override
    public String toString() {
        return "The inventory of certificate store %s (%s - %s) is held: %s. What it held stays until somebody accepts this, or"
                        .formatted(storeId, clientMachine, storePath, lowerFirst(reason()))
                + " an inventory finds more";
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String count(int entries) {
        return entries + (entries == 1 ? " entry" : " entries");
    }
}
