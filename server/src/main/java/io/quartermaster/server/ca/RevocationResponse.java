package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a revocation.
 *
 * @param suspendedCerts always empty: no workflow stands between a request and its revocation
 */
@Schema(name = "CertificateRevocation")
public record RevocationResponse(
        @JsonProperty("RevokedIds") List<Integer> revokedIds,
        @JsonProperty("SuspendedCerts") List<Suspended> suspendedCerts) {
    /** A certificate whose revocation waits for somebody. */
    @Schema(name = "CertificateRevocationSuspended")
    public record Suspended(
            @JsonProperty("CertId") int certId,
            @JsonProperty("WorkflowId") UUID workflowId,
            @JsonProperty("Message") String message) {}

    static RevocationResponse of(List<Integer> revokedIds) {
        return new RevocationResponse(revokedIds, List.of());
    }
}
