@NullMarked
package io.quartermaster.cli.process;

import org.jspecify.annotations.NullMarked;
