package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Says who gets mail about authorities. */
@Singleton
public class ChangeAlertRecipients {
    private final Database database;
    private final AlertRecipientRepository recipients;
    private final AuditLog audit;

    public ChangeAlertRecipients(Database database, AlertRecipientRepository recipients, AuditLog audit) {
        this.database = database;
        this.recipients = recipients;
        this.audit = audit;
    }

    /**
     * Adds some; those that are there already stay.
     *
     * @return all of these
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    List<AlertRecipient> run(Caller caller, AlertRecipientsRequest added) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        List<String> emails = added.toEmails();
        return database.inTransaction(tx -> audited(tx, caller, recipients.add(tx, emails)));
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND, NAME_IN_USE */
    AlertRecipient run(Caller caller, int id, AlertRecipientRequest changed) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        AlertRecipient after = new AlertRecipient(id, changed.toEmail());
        return database.inTransaction(tx -> {
            if (!recipients.update(tx, after)) {
                throw ListAlertRecipients.notFound(id);
            }
            return audited(tx, caller, List.of(after)).getFirst();
        });
    }

    /** Takes one away. @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND */
    void run(Caller caller, int id) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        database.runInTransaction(tx -> {
            if (!recipients.delete(tx, id)) {
                throw ListAlertRecipients.notFound(id);
            }
            audited(tx, caller, List.of());
        });
    }

    private List<AlertRecipient> audited(Handle tx, Caller caller, List<AlertRecipient> changed) {
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.CERTIFICATE_AUTHORITY,
                        AuditOperation.UPDATED,
                        caller.name(),
                        "Health recipients",
                        "",
                        new AuditMessage()
                                .after(
                                        "Recipients",
                                        String.join(
                                                ", ",
                                                recipients.all(tx).stream()
                                                        .map(AlertRecipient::email)
                                                        .toList()))));
        return changed;
    }
}
