/**
 * The jobs the agent holds, when they are due, and one run of one job from Configure to Complete.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.job;
