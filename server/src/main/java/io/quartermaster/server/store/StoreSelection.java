package io.quartermaster.server.store;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.http.IdList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores that a request names by their ids. */
final class StoreSelection {
    /** Stores of one request, at most. */
    static final int STORES_MAX = 100_000;

    private StoreSelection() {}

    /**
     * Checks a list of ids; the same one twice counts once.
     *
     * @param field the name of the list, for messages
     * @throws CommandException MALFORMED for a list that is missing, empty or too long, and for one with an empty entry
     */
    static List<UUID> read(@Nullable List<@Nullable UUID> sent, String field) {
        return List.copyOf(IdList.read(field, sent, "store", STORES_MAX));
    }

    /** @throws CommandException UNKNOWN_ID naming each id that is none of the stores */
    static void refuseUnknown(Collection<UUID> ids, Collection<CertificateStore> found) {
        Set<UUID> known = found.stream().map(CertificateStore::id).collect(Collectors.toSet());
        List<FailedOperation> unknown = ids.stream()
                .filter(id -> !known.contains(id))
                .map(id -> new FailedOperation(id.toString(), "Store not found"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CommandException(
                    ErrorKind.UNKNOWN_ID,
                    count(unknown.size()) + " of this request " + (unknown.size() == 1 ? "does" : "do") + " not exist.",
                    unknown);
        }
    }

    static String count(int stores) {
        return stores == 1 ? "1 store" : stores + " stores";
    }
}
