/**
 * The orchestrator process: what runs on the machines whose certificate stores are looked after. It only ever calls
 * the server and is never called.
 *
 * <p>{@link io.quartermaster.agent.Main} reads the command line, {@link io.quartermaster.agent.Agent} puts the parts
 * together, {@link io.quartermaster.agent.job.AgentLoop} decides what is done when.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent;
