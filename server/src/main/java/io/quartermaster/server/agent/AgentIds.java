package io.quartermaster.server.agent;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The agents a command is about.
 *
 * @param ids at least one, each once, in the order of the sender
 */
public record AgentIds(Set<UUID> ids) {
    /** Agents of one command. */
    public static final int AGENTS_MAX = 10_000;

    /**
     * Reads a list of ids from a request; repeated ones count once.
     *
     * @param member where the list stands, for messages
     * @throws CommandException MALFORMED when it is missing or empty, has an empty entry, or more than {@link #AGENTS_MAX}
     */
    public static AgentIds of(String member, @Nullable List<@Nullable UUID> sent) {
        if (sent == null || sent.isEmpty()) {
            throw new CommandException(
                    ErrorKind.MALFORMED, member + " must be a list of agent ids with at least one entry.");
        }
        if (sent.size() > AGENTS_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    member + " may have at most " + AGENTS_MAX + " entries; this request has " + sent.size() + ".");
        }
        Set<UUID> ids = new LinkedHashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            UUID id = sent.get(i);
            if (id == null) {
                throw new CommandException(
                        ErrorKind.MALFORMED, member + " must hold GUIDs only; entry " + (i + 1) + " is empty.");
            }
            ids.add(id);
        }
        return new AgentIds(ids);
    }
}
