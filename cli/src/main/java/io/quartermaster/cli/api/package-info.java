/** The public REST API of a server, as its clients see it. */
@NullMarked
package io.quartermaster.cli.api;

import org.jspecify.annotations.NullMarked;
