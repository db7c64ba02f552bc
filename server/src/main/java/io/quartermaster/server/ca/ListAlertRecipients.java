package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Lists who gets mail about authorities. */
@Singleton
public class ListAlertRecipients {
    private final Database database;
    private final AlertRecipientRepository recipients;

    public ListAlertRecipients(Database database, AlertRecipientRepository recipients) {
        this.database = database;
        this.recipients = recipients;
    }

    /** @throws CommandException NO_PERMISSION */
    List<AlertRecipient> run(Caller caller) {
        caller.require(CERTIFICATE_AUTHORITIES_READ);
        return database.read(recipients::all);
    }

    /** One of them. @throws CommandException NO_PERMISSION, NOT_FOUND */
    AlertRecipient run(Caller caller, int id) {
        caller.require(CERTIFICATE_AUTHORITIES_READ);
        return database.read(tx -> recipients.find(tx, id)).orElseThrow(() -> notFound(id));
    }

    static CommandException notFound(int id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no alert recipient " + id + ".");
    }
}
