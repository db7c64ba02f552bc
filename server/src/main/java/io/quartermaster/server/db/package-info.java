/**
 * The seam to PostgreSQL: transactions, identifiers, and the one place where time, chance and pauses come from.
 */
@NullMarked
package io.quartermaster.server.db;

import org.jspecify.annotations.NullMarked;
