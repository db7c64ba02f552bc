package io.quartermaster.server.ca;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority that certificates can be had from.
 *
 * @param hostName {@link #BUILT_IN_HOST}, or the address of an ACME directory
 * @param logicalName what people call it; together with the host it is unique, in any case
 * @param signerId of a built-in one
 * @param accountKeyId of ACME: the secret that is the key of the account, PKCS#8 as base64
 * @param accountUrl of ACME: null until there is an account
 * @param externalKeyId of ACME: the secret that ties the account to one that exists elsewhere; null for none
 */
record Authority(
        int id,
        AuthorityKind kind,
        String hostName,
        String logicalName,
        AuthorityOptions options,
        @Nullable Integer signerId,
        @Nullable UUID accountKeyId,
        @Nullable String accountUrl,
        @Nullable UUID externalKeyId) {
    static final String BUILT_IN_HOST = "built-in";

    /** As certificates and requests name it. */
    String name() {
        return hostName + "\\" + logicalName;
    }
}
