package io.quartermaster.server.renewal;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A certificate that is to be renewed now. */
@Schema(requiredProperties = {"RuleId", "CertificateId"})
public record BeginRenewalRequest(
        @Schema(description = "The rule that says how: key, template, authority, metadata, endpoints") @Nullable
        UUID ruleId,

        @Nullable Integer certificateId) {

    UUID toRuleId() {
        if (ruleId == null) {
            throw RenewalRuleRequest.malformed("RuleId is missing: the id of a renewal rule.");
        }
        return ruleId;
    }

    int toCertificateId() {
        if (certificateId == null) {
            throw RenewalRuleRequest.malformed("CertificateId is missing: the number of the certificate.");
        }
        return certificateId;
    }
}
