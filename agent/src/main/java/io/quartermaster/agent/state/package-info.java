/**
 * What the agent remembers from one start to the next.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.state;
