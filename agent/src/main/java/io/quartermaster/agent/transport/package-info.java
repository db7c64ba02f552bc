/**
 * How the agent's calls reach the server.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.transport;
