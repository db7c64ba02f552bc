package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_METADATA_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /Certificates/Metadata}: what people note about certificates. */
@Path("/KeyfactorAPI/Certificates/Metadata")
@Tag(name = "Certificate")
@RunOnVirtualThread
public class CertificateMetadataResource {
    private final CurrentCaller caller;
    private final SetMetadata setMetadata;
    private final SetMetadataOfMany setMetadataOfMany;
    private final CompareMetadata compareMetadata;

    public CertificateMetadataResource(
            CurrentCaller caller,
            SetMetadata setMetadata,
            SetMetadataOfMany setMetadataOfMany,
            CompareMetadata compareMetadata) {
        this.caller = caller;
        this.setMetadata = setMetadata;
        this.setMetadataOfMany = setMetadataOfMany;
        this.compareMetadata = compareMetadata;
    }

    @PUT
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_METADATA_MODIFY)
    @Operation(
            summary = "Change the metadata of a certificate",
            description = "Fields that are not named stay. An empty value clears its field, whatever its type.")
    @APIResponse(responseCode = "204", description = "They are changed")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a field that does not exist, or a value that it does not take")
    @APIResponse(responseCode = "404", description = "There is no such certificate, or it is not in the collection")
    public void set(@QueryParam("collectionId") @Nullable Integer collectionId, MetadataUpdateRequest request) {
        setMetadata.run(caller.get(), request.toCertificateId(), collectionId, request.toValues());
    }

    @PUT
    @Path("/All")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_METADATA_MODIFY)
    @Operation(
            summary = "Change the metadata of many certificates",
            description = "Named by ids or by a query, which finds expired and revoked ones too; all or none, at most"
                    + " 100,000.")
    @APIResponse(responseCode = "204", description = "They are changed")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 a field that does not exist, or a value that it does not take; 0xA0110020 neither or"
                            + " both of ids and a query; 0xA0110021 the query cannot be read; 0xA0110022 some of the certificates do"
                            + " not exist")
    public void setOfMany(
            @QueryParam("collectionId") @Nullable Integer collectionId, MetadataUpdateAllRequest request) {
        setMetadataOfMany.run(
                caller.get(), request.toSelection(), collectionId, request.toReplacing(), request.toFilling());
    }

    @GET
    @Path("/Compare")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "Say whether a certificate has a value in a metadata field")
    @APIResponse(responseCode = "200", description = "true or false")
    @APIResponse(responseCode = "400", description = "0xA0110001 a value that the field does not take")
    @APIResponse(responseCode = "404", description = "There is no such certificate or field")
    public Boolean compare(
            @QueryParam("certificateId") @Nullable Integer certificateId,
            @QueryParam("metadataFieldName") @Nullable String metadataFieldName,
            @QueryParam("value") @Nullable String value,
            @QueryParam("collectionId") @Nullable Integer collectionId) {
        if (certificateId == null || metadataFieldName == null) {
            throw CertificateText.malformed("certificateId and metadataFieldName are required.");
        }
        return compareMetadata.run(caller.get(), certificateId, collectionId, metadataFieldName, value);
    }
}
