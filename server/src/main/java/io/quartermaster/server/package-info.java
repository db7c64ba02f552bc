/**
 * The server process: its start, its options and its data folder.
 */
@NullMarked
package io.quartermaster.server;

import org.jspecify.annotations.NullMarked;
