package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that was done with a certificate.
 *
 * @param operationEnd when it was done, as {@code operationStart}: nothing here takes time
 * @param comment the XML of the audit
 */
@Schema(name = "CertificateEvent")
public record CertificateEventResponse(
        @JsonProperty("Id") long id,
        @JsonProperty("OperationStart") Instant operationStart,
        @JsonProperty("OperationEnd") Instant operationEnd,
        @JsonProperty("Username") String username,
        @JsonProperty("Comment") String comment,
        @JsonProperty("Action") String action) {
    static CertificateEventResponse of(CertificateEvent event) {
        return new CertificateEventResponse(
                event.id(), event.at(), event.at(), event.actor(), event.detail(), event.action());
    }
}
