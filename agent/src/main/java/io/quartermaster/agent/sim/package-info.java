/**
 * An agent without threads, sockets, files or a clock of its own, for simulations.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.sim;
