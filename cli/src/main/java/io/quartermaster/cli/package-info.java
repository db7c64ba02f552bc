/** Commands for people. They know the server by its public REST API only. */
@NullMarked
package io.quartermaster.cli;

import org.jspecify.annotations.NullMarked;
