/**
 * The agent's session: registration, heartbeats, and what goes wrong with them.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.session;
