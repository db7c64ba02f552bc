package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A signing request, as PEM. */
@Schema(name = "CSRContents")
public record CsrContents(@JsonProperty("CSR") @Nullable String csr) {
    static CsrContents of(byte[] der) {
        return new CsrContents(KeyFiles.pem("CERTIFICATE REQUEST", der));
    }
}
