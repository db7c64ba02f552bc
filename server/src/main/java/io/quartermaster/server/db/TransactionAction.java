package io.quartermaster.server.db;

import org.jdbi.v3.core.Handle;

/** What is done inside one transaction, without a result. The rules of {@link TransactionWork} hold. */
@FunctionalInterface
public interface TransactionAction {
    void run(Handle tx);
}
