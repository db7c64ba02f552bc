@NullMarked
package io.quartermaster.cli;

import org.jspecify.annotations.NullMarked;
