package io.quartermaster.server.cert;

import org.jspecify.annotations.Nullable;

/**
 * How a certificate came to be, for what was issued through this server.
 *
 * @param requester the account that asked for it
 * @param authorityName as the list of authorities shows it
 * @param requestId null for what needed no request
 */
public record Issuance(
        String requester,
        @Nullable Integer authorityId,
        @Nullable String authorityName,
        @Nullable Integer templateId,
        @Nullable String templateName,
        @Nullable Long requestId) {}
