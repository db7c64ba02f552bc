package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR_GENERATION;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Gives up signing requests, with their keys. Safe for many threads. */
@Singleton
public class DeletePendingCsrs {
    private final Database database;
    private final PendingCsrRepository pending;
    private final AuditLog audit;

    DeletePendingCsrs(Database database, PendingCsrRepository pending, AuditLog audit) {
        this.database = database;
        this.pending = pending;
        this.audit = audit;
    }

    /** @throws CommandException NOT_FOUND */
    void run(Caller caller, int id) {
        caller.require(CERTIFICATES_ENROLLMENT_CSR_GENERATION);
        database.runInTransaction(tx -> {
            if (delete(tx, caller, Set.of(id)).isEmpty()) {
                throw notFound(id);
            }
        });
    }

    /**
     * All or none.
     *
     * @throws CommandException UNKNOWN_ID naming those that do not exist
     */
    void run(Caller caller, Set<Integer> ids) {
        caller.require(CERTIFICATES_ENROLLMENT_CSR_GENERATION);
        database.runInTransaction(tx -> {
            Set<Integer> missing = new TreeSet<>(ids);
            delete(tx, caller, ids).forEach(deleted -> missing.remove(deleted.id()));
            if (!missing.isEmpty()) {
                throw new CommandException(
                        ErrorKind.UNKNOWN_ID,
                        "Some of the signing requests do not exist; nothing was deleted.",
                        missing.stream()
                                .map(id -> new FailedOperation(String.valueOf(id), "It does not exist."))
                                .toList());
            }
        });
    }

    private List<PendingCsr> delete(Handle tx, Caller caller, Set<Integer> ids) {
        List<PendingCsr> deleted = pending.delete(tx, ids);
        audit.append(
                tx,
                deleted.stream()
                        .map(csr -> AuditEntry.done(
                                AuditCategory.CERTIFICATE_SIGNING_REQUEST,
                                AuditOperation.DELETED,
                                caller.name(),
                                csr.subject(),
                                String.valueOf(csr.id()),
                                new AuditMessage().before("Subject", csr.subject())))
                        .toList());
        return deleted;
    }

    static CommandException notFound(int id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no pending signing request " + id + ".");
    }
}
