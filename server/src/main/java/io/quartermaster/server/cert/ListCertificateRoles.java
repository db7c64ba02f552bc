package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.SECURITY_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.SignIn;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which roles may do something with a certificate. Safe for many threads. */
@Singleton
public class ListCertificateRoles {
    private final Database database;
    private final CertificateReach reach;
    private final SignIn signIn;

    public ListCertificateRoles(Database database, CertificateReach reach, SignIn signIn) {
        this.database = database;
        this.reach = reach;
        this.signIn = signIn;
    }

    /** @param permissions what the role may do: {@code Read}, {@code Revoke} */
    record RoleOfCertificate(String name, List<String> permissions) {}

    /** @throws CommandException NOT_FOUND */
    List<RoleOfCertificate> run(Caller caller, int id, @Nullable Integer collectionId) {
        caller.require(SECURITY_READ);
        database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            return id;
        });
        return signIn.access().roles().stream()
                .map(role -> {
                    Grants grants = Grants.of(role.permissions());
                    return new RoleOfCertificate(
                            role.name(),
                            CertificatePermissionNames.all().stream()
                                    .filter(name -> CertificatePermissionNames.isHeld(grants, name, collectionId))
                                    .toList());
                })
                .filter(role -> !role.permissions().isEmpty())
                .toList();
    }
}
