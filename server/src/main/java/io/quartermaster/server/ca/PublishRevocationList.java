package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes a new revocation list of an authority now. */
@Singleton
public class PublishRevocationList {
    private final Database database;
    private final AuthorityRepository authorities;
    private final RevocationLists lists;
    private final AuditLog audit;

    public PublishRevocationList(
            Database database, AuthorityRepository authorities, RevocationLists lists, AuditLog audit) {
        this.database = database;
        this.authorities = authorities;
        this.lists = lists;
        this.audit = audit;
    }

    /**
     * Makes it.
     *
     * @param name logical name, with the host before it where one was sent
     * @throws CommandException NO_PERMISSION, NOT_FOUND; MALFORMED for an authority that has its list elsewhere
     */
    void run(Caller caller, String name) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        database.runInTransaction(tx -> {
            List<Authority> named = authorities.named(tx, name);
            if (named.isEmpty()) {
                throw new CommandException(ErrorKind.NOT_FOUND, "There is no certificate authority '" + name + "'.");
            }
            Authority authority = named.getFirst();
            Integer signerId = authority.signerId();
            if (signerId == null) {
                throw new CommandException(
                        ErrorKind.MALFORMED,
                        authority.name() + " publishes its revocation list itself; here is only that of built-in"
                                + " authorities.");
            }
            lists.publish(tx, signerId);
            audit.append(
                    tx,
                    AuthorityAudit.entry(
                            AuditOperation.COMPLETED,
                            caller.name(),
                            authority,
                            new AuditMessage().after("RevocationList", "made anew")));
        });
    }
}
