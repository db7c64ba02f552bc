package io.quartermaster.server.cert;

import io.quartermaster.server.http.PagingParameters;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code GET /Certificates}. */
public class CertificateListParameters extends PagingParameters {
    @Parameter(description = "Revoked ones too; not unless asked for.")
    @QueryParam("IncludeRevoked")
    @Nullable
    Boolean includeRevoked;

    @Parameter(description = "Expired ones too; not unless asked for.")
    @QueryParam("IncludeExpired")
    @Nullable
    Boolean includeExpired;

    @Parameter(
            description =
                    "Only those of this collection; then the permission for the collection is enough. 0 is as good as none.")
    @QueryParam("collectionId")
    @Nullable
    Integer collectionId;

    @Parameter(description = "With the stores that hold them, as far as you may see those.")
    @QueryParam("includeLocations")
    @Nullable
    Boolean includeLocations;

    @Parameter(description = "With what people noted.")
    @QueryParam("includeMetadata")
    @Nullable
    Boolean includeMetadata;

    @Parameter(description = "Accepted and ignored: HasPrivateKey is always told.")
    @QueryParam("includeHasPrivateKey")
    @Nullable
    Boolean includeHasPrivateKey;

    @Parameter(description = "Accepted and ignored.")
    @QueryParam("verbose")
    @Nullable
    Integer verbose;

    CertificateSearch toSearch() {
        return new CertificateSearch(
                toPaging(),
                collectionId,
                Boolean.TRUE.equals(includeRevoked),
                Boolean.TRUE.equals(includeExpired),
                new CertificateSearch.Details(
                        Boolean.TRUE.equals(includeLocations), Boolean.TRUE.equals(includeMetadata)));
    }
}
