package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a certificate that was sent. What the numbers mean elsewhere is not public; these are ours.
 *
 * @param importStatus the sum of: 1 it is new, 2 it was known, 4 its private key is kept, 8 its metadata were written
 * @param jobStatus 1 no jobs were asked for
 * @param invalidKeystores always empty
 * @param id ours: by which the certificate is found
 */
@Schema(name = "CertificateImport")
public record CertificateImportResponse(
        @JsonProperty("ImportStatus") int importStatus,
        @JsonProperty("JobStatus") int jobStatus,
        @JsonProperty("InvalidKeystores") List<InvalidKeystore> invalidKeystores,
        @JsonProperty("Thumbprint") String thumbprint,
        @JsonProperty("Id") int id) {
    private static final int NEW = 1;
    private static final int KNOWN = 2;
    private static final int KEY_KEPT = 4;
    private static final int METADATA_WRITTEN = 8;
    private static final int NO_JOBS = 1;

    /** A store that could not be given a certificate. */
    @Schema(name = "CertificateImportInvalidKeystore")
    public record InvalidKeystore(
            @JsonProperty("KeystoreId") UUID keystoreId,
            @JsonProperty("ClientMachine") @Nullable String clientMachine,
            @JsonProperty("StorePath") @Nullable String storePath,
            @JsonProperty("Alias") @Nullable String alias,
            @JsonProperty("Reason") int reason,
            @JsonProperty("Explanation") @Nullable String explanation) {}

    static CertificateImportResponse of(ImportCertificate.Imported imported) {
        int status = (imported.wasKnown() ? KNOWN : NEW)
                + (imported.keyKept() ? KEY_KEPT : 0)
                + (imported.metadataWritten() ? METADATA_WRITTEN : 0);
        return new CertificateImportResponse(
                status, NO_JOBS, List.of(), imported.thumbprint(), imported.certificateId());
    }
}
