package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Removes an authority: nothing is issued by it any more. What it has issued stays, and so does the key of a built-in one, with
 * which its revocation list and OCSP answers are signed.
 */
@Singleton
public class DeleteAuthority {
    private final Database database;
    private final AuthorityRepository authorities;
    private final SecretRepository secrets;
    private final AuditLog audit;

    public DeleteAuthority(
            Database database, AuthorityRepository authorities, SecretRepository secrets, AuditLog audit) {
        this.database = database;
        this.authorities = authorities;
        this.secrets = secrets;
        this.audit = audit;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND */
    void run(Caller caller, int id) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        database.runInTransaction(tx -> {
            Authority authority = authorities.lock(tx, id).orElseThrow(() -> GetAuthority.notFound(id));
            authorities.delete(tx, id);
            List<UUID> own = Stream.of(authority.accountKeyId(), authority.externalKeyId())
                    .filter(Objects::nonNull)
                    .toList();
            secrets.delete(tx, own);
            audit.append(
                    tx,
                    AuthorityAudit.entry(
                            AuditOperation.DELETED, caller.name(), authority, AuthorityAudit.before(authority)));
        });
    }
}
