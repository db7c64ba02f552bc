package io.quartermaster.server.agent;

/** What an agent's call may do with the session token it names. */
public sealed interface JobCall {
    /**
     * The token is that of a session of an approved agent, and the call came with the account of this agent.
     *
     * @param session one that is {@link AgentSession#superseded} may report on attempts begun with it, and nothing else
     */
    record Valid(AgentSession session) implements JobCall {}

    /**
     * The token is good for nothing.
     *
     * @param reason a sentence for the agent's log
     */
    record Refused(String reason) implements JobCall {}

    /** For the agent's log, why the token is good for nothing; empty when it is good. */
    default String refusal() {
        return switch (this) {
            case Valid valid -> "";
            case Refused(String reason) -> reason;
        };
    }
}
