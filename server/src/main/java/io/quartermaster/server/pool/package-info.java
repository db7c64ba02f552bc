/**
 * Pools of agents, which share the SSL scans of networks. Every approved agent with the capability SSL is in the default
 * pool unless it was put into another one.
 */
@NullMarked
package io.quartermaster.server.pool;

import org.jspecify.annotations.NullMarked;
