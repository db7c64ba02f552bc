/**
 * Certificate stores: their types and containers, the commands on them, and their jobs.
 *
 * <p>A store lies on a machine and is read by one agent. What is in it, the server knows from inventories: the agent
 * names the entries it found in one or more Updates, which are gathered, and become the inventory of the store when the
 * run ends well.
 */
@NullMarked
package io.quartermaster.server.store;

import org.jspecify.annotations.NullMarked;
