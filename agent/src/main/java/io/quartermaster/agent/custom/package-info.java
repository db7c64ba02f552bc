/**
 * Custom jobs: how they are run, and those that come with the agent; the log fetch among them, which the protocol
 * treats as one.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.custom;
