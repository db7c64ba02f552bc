package io.quartermaster.server.cert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is shown of a certificate, but where it lies and what people noted.
 *
 * @param certificate what it says of itself
 * @param keyType as {@code KeyType} on the wire
 * @param keyUsage null without that extension
 * @param requester null for what was not issued through this server, as all that follows
 */
public record CertificateRow(
        KnownCertificate certificate,
        Instant importedAt,
        @Nullable String issuedOu,
        @Nullable String issuedEmail,
        String signingAlgorithm,
        String keyAlgorithm,
        int keyType,
        int keySize,
        @Nullable String keyCurve,
        @Nullable Integer keyUsage,
        List<String> extendedKeyUsages,
        List<String> crlUrls,
        List<AltName> altNames,
        boolean authority,
        @Nullable Integer pathLength,
        int state,
        @Nullable Integer revocationReason,
        @Nullable String revocationComment,
        @Nullable String requester,
        @Nullable Long requestId,
        @Nullable Integer authorityId,
        @Nullable String authorityName,
        @Nullable Integer templateId,
        @Nullable String templateName) {
    public int id() {
        return certificate.id();
    }
}
