@NullMarked
package io.quartermaster.cli.api;

import org.jspecify.annotations.NullMarked;
