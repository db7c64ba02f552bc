package io.quartermaster.server.cert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that the server knows, for commands that work with it.
 *
 * @param thumbprint SHA-1 in upper-case hex
 * @param issuedDn the subject, most specific part first
 * @param issuedCn null for a subject without a common name
 * @param hasPrivateKey whether the server keeps its private key
 * @param revokedAt null = not revoked
 */
@SuppressWarnings("ArrayRecordComponent") // read once and passed on; never compared
public record KnownCertificate(
        int id,
        byte[] der,
        String thumbprint,
        String issuedDn,
        @Nullable String issuedCn,
        String issuerDn,
        String serialNumber,
        Instant notBefore,
        Instant notAfter,
        boolean hasPrivateKey,
        @Nullable Instant revokedAt) {}
