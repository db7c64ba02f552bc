package io.quartermaster.server.agent;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.http.IdList;
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
        return new AgentIds(IdList.read(member, sent, "agent", AGENTS_MAX));
    }
}
