package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;

import io.quarkus.arc.All;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Tries whether certificates could be had from an authority. Safe for many threads. */
@Singleton
public class TestAuthority {
    private final Database database;
    private final AuthorityRepository authorities;
    private final List<CertificateIssuer> issuers;

    public TestAuthority(Database database, AuthorityRepository authorities, @All List<CertificateIssuer> issuers) {
        this.database = database;
        this.authorities = authorities;
        this.issuers = List.copyOf(issuers);
    }

    /**
     * Tries one that is there.
     *
     * @param id of the authority; empty: it is named
     * @param name logical name, with the host before it where one was sent
     * @throws CommandException NO_PERMISSION, NOT_FOUND
     */
    CertificateAuthorityTestResponse run(Caller caller, Optional<Integer> id, String name) {
        caller.require(CERTIFICATE_AUTHORITIES_MODIFY);
        Authority authority = database.read(tx -> id.isPresent()
                        ? authorities.find(tx, id.get())
                        : authorities.named(tx, name).stream().findFirst())
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND,
                        "There is no certificate authority "
                                + id.map(String::valueOf).orElse("'" + name + "'") + "."));
        try {
            return new CertificateAuthorityTestResponse(true, run(authority));
        } catch (IssueRefusedException e) {
            return new CertificateAuthorityTestResponse(false, e.getMessage());
        }
    }

    /** @throws IssueRefusedException when certificates could not be had */
    String run(Authority authority) {
        return issuers.stream()
                .filter(issuer -> issuer.kind() == authority.kind())
                .findFirst()
                .orElseThrow()
                .test(authority);
    }
}
