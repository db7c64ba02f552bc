/**
 * Agents: what is known about them, whether they are approved, when they were last heard of, and their sessions as data.
 *
 * <p>What an agent says and is told over its own protocol is in {@code session}; jobs and certificate stores of an agent
 * are unknown here and take part through {@link io.quartermaster.server.agent.AgentDeparture}.
 */
@NullMarked
package io.quartermaster.server.agent;

import org.jspecify.annotations.NullMarked;
