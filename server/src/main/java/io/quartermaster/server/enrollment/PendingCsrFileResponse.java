package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A signing request, and a name for its file. */
@Schema(name = "PendingCSRFileResponse")
public record PendingCsrFileResponse(
        @JsonProperty("CSRFilePath") String csrFilePath,
        @JsonProperty("CSRText") String csrText) {
    static PendingCsrFileResponse of(PendingCsr pending) {
        String name = SubjectText.read(pending.subject()).commonName().orElse("request");
        return new PendingCsrFileResponse(
                Enrolled.fileName(name) + ".csr", KeyFiles.pem("CERTIFICATE REQUEST", pending.csr()));
    }
}
