/**
 * The start of the server process: options, data folder, database, TLS certificate, and what it says when it cannot
 * start. Imports {@code db}; nothing imports it.
 */
@NullMarked
package io.quartermaster.server.start;

import org.jspecify.annotations.NullMarked;
