package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR_GENERATION;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Reads one signing request whose key waits here. Safe for many threads. */
@Singleton
public class GetPendingCsr {
    private final Database database;
    private final PendingCsrRepository pending;

    GetPendingCsr(Database database, PendingCsrRepository pending) {
        this.database = database;
        this.pending = pending;
    }

    /** @throws CommandException NOT_FOUND */
    PendingCsr run(Caller caller, int id) {
        caller.require(CERTIFICATES_ENROLLMENT_CSR_GENERATION);
        return database.read(tx -> pending.find(tx, id).orElseThrow(() -> DeletePendingCsrs.notFound(id)));
    }
}
