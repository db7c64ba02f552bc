package io.quartermaster.server.db;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is done inside one transaction, with a result. It may run more than once: it must have no effect outside the
 * database, and read everything it decides on through {@code tx}.
 *
 * @param <T> the result
 */
@FunctionalInterface
public interface TransactionWork<T extends @Nullable Object> {
    T run(Handle tx);
}
