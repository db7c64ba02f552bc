/** Other programs, started and stopped by a command. */
@NullMarked
package io.quartermaster.cli.process;

import org.jspecify.annotations.NullMarked;
