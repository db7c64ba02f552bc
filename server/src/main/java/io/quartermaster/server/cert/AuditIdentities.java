package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.SECURITY_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Access;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.SignIn;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which accounts may do something with a certificate, and through which roles. Safe for many threads. */
@Singleton
public class AuditIdentities {
    private final Database database;
    private final CertificateReach reach;
    private final SignIn signIn;

    public AuditIdentities(Database database, CertificateReach reach, SignIn signIn) {
        this.database = database;
        this.reach = reach;
        this.signIn = signIn;
    }

    /** @param grantedBy names of roles */
    record Held(String name, List<String> grantedBy) {}

    record Identity(String accountName, List<Held> permissions) {}

    /** @throws CommandException NOT_FOUND */
    List<Identity> run(Caller caller, int id, @Nullable Integer collectionId) {
        caller.require(SECURITY_READ);
        database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            return id;
        });
        Access access = signIn.access();
        Map<String, Access.Role> roles =
                access.roles().stream().collect(Collectors.toMap(Access.Role::name, role -> role));
        List<Identity> identities = new ArrayList<>();
        for (Access.User user : access.users()) {
            List<Access.Role> own = access.caller(user).roles().stream()
                    .flatMap(name -> Optional.ofNullable(roles.get(name)).stream())
                    .toList();
            List<Held> held = held(own, collectionId);
            if (!held.isEmpty()) {
                identities.add(new Identity(user.name(), held));
            }
        }
        return identities;
    }

    private static List<Held> held(List<Access.Role> roles, @Nullable Integer collectionId) {
        List<Held> held = new ArrayList<>();
        for (String name : CertificatePermissionNames.all()) {
            List<String> grantedBy = roles.stream()
                    .filter(role ->
                            CertificatePermissionNames.isHeld(Grants.of(role.permissions()), name, collectionId))
                    .map(Access.Role::name)
                    .toList();
            if (!grantedBy.isEmpty()) {
                held.add(new Held(name, grantedBy));
            }
        }
        return held;
    }
}
