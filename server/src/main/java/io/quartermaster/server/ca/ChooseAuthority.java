package io.quartermaster.server.ca;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds the authority that a request means. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class ChooseAuthority {
    private final AuthorityRepository authorities;

    public ChooseAuthority(AuthorityRepository authorities) {
        this.authorities = authorities;
    }

    /**
     * The authority for a request.
     *
     * @param name with or without {@code host\} before it, in any case; null or blank: the first that issues
     * @throws IssueRefusedException when there is none, or several of that name, or it does not issue
     */
    Authority run(Handle tx, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return authorities.all(tx).stream()
                    .filter(ChooseAuthority::issues)
                    .findFirst()
                    .orElseThrow(() -> new IssueRefusedException(
                            "There is no certificate authority that issues. Add one with POST /CertificateAuthority."));
        }
        List<Authority> named = authorities.named(tx, name.strip());
        if (named.isEmpty()) {
            throw new IssueRefusedException("There is no certificate authority '" + name.strip() + "'.");
        }
        if (named.size() > 1) {
            throw new IssueRefusedException("There are several certificate authorities '" + name.strip() + "': "
                    + named.stream().map(Authority::name).collect(Collectors.joining(", ")) + ". Name one of these.");
        }
        Authority authority = named.getFirst();
        if (!issues(authority)) {
            throw new IssueRefusedException("The certificate authority " + authority.name()
                    + " is set to issue nothing (AllowedEnrollmentTypes is 0).");
        }
        return authority;
    }

    private static boolean issues(Authority authority) {
        return authority.options().allowedEnrollmentTypes() != 0;
    }
}
