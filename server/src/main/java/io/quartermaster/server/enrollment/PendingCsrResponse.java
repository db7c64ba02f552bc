package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A signing request whose key waits here.
 *
 * @param subject part by part
 */
@Schema(name = "PendingCSRResponse")
public record PendingCsrResponse(
        int id, @JsonProperty("CSR") String csr, Instant requestTime, List<String> subject) {
    static PendingCsrResponse of(PendingCsr pending) {
        return new PendingCsrResponse(
                pending.id(),
                KeyFiles.pem("CERTIFICATE REQUEST", pending.csr()),
                pending.requestedAt(),
                SubjectText.read(pending.subject()).parts());
    }
}
