package io.quartermaster.server.ca;

import io.quartermaster.server.secret.SecretValue;
import java.util.Optional;

/**
 * What somebody wants an authority to be.
 *
 * @param externalKey the secret of an external account, where one was sent
 */
record WantedAuthority(
        AuthorityKind kind,
        String hostName,
        String logicalName,
        AuthorityOptions options,
        Optional<SecretValue> externalKey) {}
