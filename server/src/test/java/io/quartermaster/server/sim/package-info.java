/** The seeded simulation: real job and session code on a real PostgreSQL, simulated agents, faults, and invariants. */
@NullMarked
package io.quartermaster.server.sim;

import org.jspecify.annotations.NullMarked;
