/**
 * Secrets at rest: the passwords of certificate stores and of what they stand on, encrypted with AES-256 in GCM mode
 * under a key that is not in the database.
 *
 * <p>A secret is a row with an id; whatever needs it keeps the id. In memory it is a {@link
 * io.quartermaster.server.secret.SecretValue}, which does not print itself, so that no log line, error or audit entry
 * can hold one by accident.
 */
@NullMarked
package io.quartermaster.server.secret;

import org.jspecify.annotations.NullMarked;
