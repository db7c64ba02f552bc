package io.quartermaster.server.security;

/**
 * The account an agent signed in with. Several agents may share one. It has no role: all it can do is speak the agent
 * protocol, and there only about what belongs to the agents that registered with it.
 *
 * @param name as the accounts file spells it, whatever the case in which the agent sent it
 */
public record AgentAccount(String name) {}
