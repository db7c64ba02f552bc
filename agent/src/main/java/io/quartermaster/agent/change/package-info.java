/**
 * What every job that changes a store goes through: may the agent write there at all, what was interrupted there
 * before, and what has to be run so that the change is taken up. The rules are those of this machine; no server changes
 * them.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.change;
