package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Replaces everything about an authority but its kind and its keys. The secret of an external account stays unless another
 * one is sent. An ACME authority with another directory gets another account there, with the same key.
 */
@Singleton
public class UpdateAuthority {
    private final Database database;
    private final AuthorityRepository authorities;
    private final SecretRepository secrets;
    private final TestAuthority testAuthority;
    private final AuditLog audit;
    private final Ids ids;

    public UpdateAuthority(
            Database database,
            AuthorityRepository authorities,
            SecretRepository secrets,
            TestAuthority testAuthority,
            AuditLog audit,
            Ids ids) {
        this.database = database;
        this.authorities = authorities;
        this.secrets = secrets;
        this.testAuthority = testAuthority;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * Replaces one.
     *
     * @param forceSave also when it cannot be reached now
     * @throws CommandException NO_PERMISSION, NOT_FOUND, NAME_IN_USE; MALFORMED for another kind, and when it cannot be reached
     */
    Authority run(Caller caller, int id, WantedAuthority wanted, boolean forceSave) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        Authority before = database.read(tx -> authorities.find(tx, id)).orElseThrow(() -> GetAuthority.notFound(id));
        if (before.kind() != wanted.kind()) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "HostName must stay of its kind: a built-in authority cannot become one that speaks ACME, nor the other"
                            + " way round. Add another authority.");
        }
        Authority after = database.inTransaction(tx -> {
            Authority locked = authorities.lock(tx, id).orElseThrow(() -> GetAuthority.notFound(id));
            Authority changed = changed(tx, locked, wanted);
            authorities.update(tx, changed);
            audit.append(
                    tx,
                    AuthorityAudit.entry(
                            AuditOperation.UPDATED,
                            caller.name(),
                            changed,
                            AuthorityAudit.before(locked)
                                    .after("HostName", changed.hostName())
                                    .after("LogicalName", changed.logicalName())
                                    .after(
                                            "AllowedEnrollmentTypes",
                                            changed.options().allowedEnrollmentTypes())
                                    .after(
                                            "Contact",
                                            String.join(", ", changed.options().contacts()))));
            return changed;
        });
        if (after.kind() == AuthorityKind.ACME && !forceSave) {
            refuseUnreachable(before, after);
        }
        return after;
    }

    private void refuseUnreachable(Authority before, Authority after) {
        try {
            testAuthority.run(after);
        } catch (IssueRefusedException e) {
            database.runInTransaction(tx -> authorities.update(tx, before));
            throw new CommandException(
                    ErrorKind.MALFORMED, e.getMessage() + " To change it all the same, send forceSave=true.");
        }
    }

    private Authority changed(Handle tx, Authority before, WantedAuthority wanted) {
        boolean sameDirectory = before.hostName().equals(wanted.hostName());
        return new Authority(
                before.id(),
                before.kind(),
                wanted.hostName(),
                wanted.logicalName(),
                wanted.options(),
                before.signerId(),
                before.accountKeyId(),
                sameDirectory ? before.accountUrl() : null,
                externalKey(tx, before, wanted));
    }

    private @Nullable UUID externalKey(Handle tx, Authority before, WantedAuthority wanted) {
        if (wanted.externalKey().isEmpty()) {
            return before.externalKeyId();
        }
        UUID known = before.externalKeyId();
        UUID id = known == null ? ids.next() : known;
        secrets.put(tx, Map.of(id, wanted.externalKey().orElseThrow()));
        return id;
    }
}
