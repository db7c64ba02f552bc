/**
 * Expected refusals: what every part of the server throws when a request cannot be carried out, and why.
 *
 * <p>Nothing here knows status codes or the error numbers of the wire; the package that speaks HTTP translates a
 * {@link io.quartermaster.server.error.ErrorKind} into both.
 */
@NullMarked
package io.quartermaster.server.error;

import org.jspecify.annotations.NullMarked;
