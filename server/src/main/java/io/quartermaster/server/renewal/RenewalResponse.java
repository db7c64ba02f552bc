package io.quartermaster.server.renewal;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How far the renewal of a certificate is, in answers. */
@Schema(name = "CertificateRenewal")
public record RenewalResponse(
        UUID id,
        UUID ruleId,

        @Schema(description = "As it was called when the renewal began")
        String ruleName,

        @Schema(description = "The certificate that is to be replaced")
        int certificateId,

        String subject,
        String thumbprint,

        @Schema(description = "When that certificate ends") Instant notAfter,

        @Schema(description = "ServerKey or DeviceKey") String way,

        @Schema(description = "Waiting, Issuing, Deploying, Verifying, Done or Failed")
        String state,

        @Schema(description = "How far it is in words, or why it is no further") @Nullable
        String reason,

        @Schema(description = "Failures of this step, one after the other")
        int failures,

        @Schema(description = "When it is looked at next; null when it is over") @Nullable
        Instant nextTry,

        @Schema(description = "Null as long as there is none, and where each store makes a key of its own") @Nullable
        Integer newCertificateId,

        Instant begunAt,
        @Nullable Instant endedAt) {

    static RenewalResponse of(Renewal renewal) {
        return new RenewalResponse(
                renewal.id(),
                renewal.ruleId(),
                renewal.ruleName(),
                renewal.certificateId(),
                renewal.subject(),
                renewal.thumbprint(),
                renewal.notAfter(),
                renewal.way().title(),
                renewal.state().title(),
                renewal.reason(),
                renewal.failures(),
                renewal.nextTry(),
                renewal.newCertificateId(),
                renewal.begunAt(),
                renewal.endedAt());
    }
}
