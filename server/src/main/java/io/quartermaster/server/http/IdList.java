package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of ids of requests. */
public final class IdList {
    private IdList() {}

    /**
     * The ids, each once, in the order of the sender.
     *
     * @param member where the list stands, for messages
     * @param thing what the ids are of, for messages: {@code agent}
     * @throws CommandException MALFORMED when it is missing or empty, has an empty entry, or more than {@code idsMax}
     */
    public static <I> Set<I> read(String member, @Nullable List<@Nullable I> sent, String thing, int idsMax) {
        if (sent == null || sent.isEmpty()) {
            throw malformed(member + " must be a list of " + thing + " ids with at least one entry.");
        }
        if (sent.size() > idsMax) {
            throw malformed(member + " may have at most " + idsMax + " ids; this request has " + sent.size() + ".");
        }
        Set<I> ids = new LinkedHashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            I id = sent.get(i);
            if (id == null) {
                throw malformed(member + "[" + i + "] must be an id, not null.");
            }
            ids.add(id);
        }
        return ids;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
