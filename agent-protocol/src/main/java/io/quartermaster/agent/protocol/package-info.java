/**
 * What agent and server say to each other, as records.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.protocol;
