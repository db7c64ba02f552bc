package io.quartermaster.server.cert;

import java.time.Instant;

/**
 * That a certificate is revoked.
 *
 * @param reason as RFC 5280 numbers them: 0 unspecified, 1 key compromise, ... 6 on hold
 * @param comment may be empty
 */
public record Revocation(Instant at, int reason, String comment) {}
