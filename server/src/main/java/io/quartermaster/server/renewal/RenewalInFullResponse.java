package io.quartermaster.server.renewal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A renewal with where the certificate lay, where it is served, and what has happened. */
@Schema(name = "CertificateRenewalInFull")
public record RenewalInFullResponse(
        RenewalResponse renewal,
        List<Target> targets,
        List<Served> endpoints,

        @Schema(description = "In the order in which it happened")
        List<Happened> events) {

    /** An entry that held the old certificate. */
    @Schema(name = "RenewalTarget")
    public record Target(
            UUID storeId,
            String clientMachine,
            String storePath,
            String alias,

            @Schema(description = "Waiting, Deploying, Done, Gone or Failed")
            String state,

            @Nullable String reason,
            int failures,
            @Nullable UUID jobId,

            @Schema(description = "The new certificate that the inventory of the store shows") @Nullable
            Integer certificateId) {}

    /** An endpoint of the rule. */
    @Schema(name = "RenewalEndpoint")
    public record Served(
            String endpoint,

            @Schema(description = "Whether the new certificate was seen there")
            boolean served,

            @Nullable String reason,
            @Nullable Instant probedAt) {}

    /** Something that happened. */
    @Schema(name = "RenewalEvent")
    public record Happened(
            Instant at,

            @Schema(
                    description =
                            "DUE, BEGUN, ISSUED, DEPLOYING, VERIFIED, GONE, DEPLOYMENT_FAILED, STEP_FAILED, RETRIED, DONE,"
                                    + " FAILED")
            String event,

            String actor,
            @Nullable String detail) {}

    static RenewalInFullResponse of(GetRenewal.InFull full) {
        return new RenewalInFullResponse(
                RenewalResponse.of(full.renewal()),
                full.targets().stream()
                        .map(target -> new Target(
                                target.storeId(),
                                target.clientMachine(),
                                target.storePath(),
                                target.alias(),
                                target.state().title(),
                                target.reason(),
                                target.failures(),
                                target.jobId(),
                                target.certificateId()))
                        .toList(),
                full.endpoints().stream()
                        .map(endpoint -> new Served(
                                endpoint.endpoint(), endpoint.served(), endpoint.reason(), endpoint.probedAt()))
                        .toList(),
                full.events().stream()
                        .map(event -> new Happened(event.at(), event.event(), event.actor(), event.detail()))
                        .toList());
    }
}
