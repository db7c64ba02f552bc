package io.quartermaster.server.renewal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The renewal of one certificate.
 *
 * @param subject of the old certificate, as the other two that follow
 * @param reason why it is no further; null where nothing is in the way
 * @param failures of this step, one after the other
 * @param nextTry null when it is over
 * @param newCertificateId null until there is one, and where each store has one of its own
 */
@SuppressWarnings("ArrayRecordComponent") // read once and passed on; never compared
record Renewal(
        UUID id,
        UUID ruleId,
        String ruleName,
        int certificateId,
        String subject,
        String thumbprint,
        Instant notAfter,
        RenewalWay way,
        @Nullable String template,
        @Nullable String authority,
        @Nullable List<String> metadata,
        RenewalState state,
        @Nullable String reason,
        int failures,
        @Nullable Instant nextTry,
        @Nullable UUID keySecretId,
        byte @Nullable [] csr,
        @Nullable Integer newCertificateId,
        Instant begunAt,
        @Nullable Instant endedAt) {}
