package io.quartermaster.agent.state;

import java.util.List;
import java.util.Optional;

/**
 * The agent's memory across restarts: its id, and the attempts that it has not reported yet. A failure to write is
 * logged and not thrown: the agent then works on, and the server finds out by its time limit what a lost report would
 * have said. Safe for many threads.
 */
public interface AgentState {
    /** The id that the server gave; empty before the first registration. */
    Optional<String> agentId();

    void rememberAgentId(String agentId);

    /** Remembers an attempt, in place of what was remembered of it before. */
    void save(Attempt attempt);

    void remove(Attempt attempt);

    /** All attempts remembered, in no particular order. */
    List<Attempt> attempts();
}
