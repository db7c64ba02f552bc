/** The server's continuous check of its own data: rules that must always hold, and what breaks them. */
@NullMarked
package io.quartermaster.server.selfcheck;

import org.jspecify.annotations.NullMarked;
