package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The certificate request of a reenrollment. Answered by {@link EnrollReply}; sent again with the same text in the same
 * attempt it gets the same certificate.
 *
 * @param csrText base64 of the PKCS#10 DER, without PEM armour
 */
@WireRecord
public record EnrollRequest(
        @JsonProperty("SessionToken") @Nullable String sessionToken,
        @JsonProperty("JobId") @Nullable String jobId,
        @JsonProperty("CSRText") @Nullable String csrText) {
    /** For logs: without the token. */
    @Override
    public String toString() {
        return "EnrollRequest[jobId=" + jobId + ", characters=" + (csrText == null ? 0 : csrText.length()) + "]";
    }
}
