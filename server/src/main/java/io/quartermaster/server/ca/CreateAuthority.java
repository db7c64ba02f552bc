package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.AuthoritySettings.KeyKind;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Adds an authority. A built-in one gets a new key and a certificate of the root; one that speaks ACME gets the key of its
 * account, and the account itself when it is first needed.
 */
@Singleton
public class CreateAuthority {
    private final Database database;
    private final AuthorityRepository authorities;
    private final SignerRepository signers;
    private final MakeSigner makeSigner;
    private final SigningKeys keys;
    private final SecretRepository secrets;
    private final TestAuthority testAuthority;
    private final AuditLog audit;
    private final Ids ids;

    public CreateAuthority(
            Database database,
            AuthorityRepository authorities,
            SignerRepository signers,
            MakeSigner makeSigner,
            SigningKeys keys,
            SecretRepository secrets,
            TestAuthority testAuthority,
            AuditLog audit,
            Ids ids) {
        this.database = database;
        this.authorities = authorities;
        this.signers = signers;
        this.makeSigner = makeSigner;
        this.keys = keys;
        this.secrets = secrets;
        this.testAuthority = testAuthority;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * Adds one.
     *
     * @param forceSave also when it cannot be reached now
     * @throws CommandException NO_PERMISSION, NAME_IN_USE, MALFORMED when it cannot be reached
     */
    Authority run(Caller caller, WantedAuthority wanted, boolean forceSave) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        Authority made = database.inTransaction(tx -> wanted.kind() == AuthorityKind.BUILT_IN
                ? builtIn(
                        tx,
                        caller.name(),
                        wanted.logicalName(),
                        wanted.options(),
                        "CN=" + escaped(wanted.logicalName()))
                : acme(tx, caller.name(), wanted));
        if (wanted.kind() == AuthorityKind.ACME && !forceSave) {
            refuseUnreachable(made);
        }
        return made;
    }

    /** The account is made on the way, so the row has to be there before; it goes again when nobody answers. */
    private void refuseUnreachable(Authority made) {
        try {
            testAuthority.run(made);
        } catch (IssueRefusedException e) {
            database.runInTransaction(tx -> authorities.delete(tx, made.id()));
            throw new CommandException(
                    ErrorKind.MALFORMED, e.getMessage() + " To add it all the same, send forceSave=true.");
        }
    }

    /** @param subject as people write it */
    Authority builtIn(Handle tx, String actor, String logicalName, AuthorityOptions options, String subject) {
        signers.lockForTheFirst(tx); // of two requests that find no root, one makes it
        Signer root = signers.root(tx).orElseGet(() -> makeSigner.root(tx));
        Signer signer = makeSigner.issuing(tx, root, subject);
        return added(
                tx,
                actor,
                new Authority(
                        authorities.nextId(tx),
                        AuthorityKind.BUILT_IN,
                        Authority.BUILT_IN_HOST,
                        logicalName,
                        options,
                        signer.id(),
                        null,
                        null,
                        null));
    }

    private Authority acme(Handle tx, String actor, WantedAuthority wanted) {
        UUID accountKeyId = ids.next();
        keys.put(tx, accountKeyId, SigningKeys.make(KeyKind.EC_P256).getPrivate());
        UUID externalKeyId = wanted.externalKey().isPresent() ? ids.next() : null;
        if (externalKeyId != null) {
            SecretValue secret = wanted.externalKey().orElseThrow();
            secrets.put(tx, Map.of(externalKeyId, secret));
        }
        return added(
                tx,
                actor,
                new Authority(
                        authorities.nextId(tx),
                        AuthorityKind.ACME,
                        wanted.hostName(),
                        wanted.logicalName(),
                        wanted.options(),
                        null,
                        accountKeyId,
                        null,
                        externalKeyId));
    }

    private Authority added(Handle tx, String actor, Authority authority) {
        authorities.insert(tx, authority);
        audit.append(
                tx, AuthorityAudit.entry(AuditOperation.CREATED, actor, authority, AuthorityAudit.after(authority)));
        return authority;
    }

    /** Any text can be the name of an authority; in a subject some characters mean something. */
    private static String escaped(String name) {
        return name.replaceAll("([,+\"\\\\<>;=#])", "\\\\$1");
    }
}
