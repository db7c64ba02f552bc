package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.METADATA_TYPES_MODIFY;
import static io.quartermaster.server.security.Permission.METADATA_TYPES_READ;

import io.quartermaster.server.http.IdList;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /MetadataFields}: what people can note about certificates. */
@Path("/KeyfactorAPI/MetadataFields")
@Tag(name = "MetadataField")
@RunOnVirtualThread
public class MetadataFieldsResource {
    private static final int FIELDS_MAX = 1_000;
    private static final String NONE = "There is no such metadata field";
    private static final String FORCE = "Delete values that certificates have of it too.";

    private final CurrentCaller caller;
    private final ListMetadataFields listMetadataFields;
    private final GetMetadataField getMetadataField;
    private final FindMetadataFieldUse findUse;
    private final CreateMetadataField createMetadataField;
    private final UpdateMetadataField updateMetadataField;
    private final DeleteMetadataFields deleteMetadataFields;

    public MetadataFieldsResource(
            CurrentCaller caller,
            ListMetadataFields listMetadataFields,
            GetMetadataField getMetadataField,
            FindMetadataFieldUse findUse,
            CreateMetadataField createMetadataField,
            UpdateMetadataField updateMetadataField,
            DeleteMetadataFields deleteMetadataFields) {
        this.caller = caller;
        this.listMetadataFields = listMetadataFields;
        this.getMetadataField = getMetadataField;
        this.findUse = findUse;
        this.createMetadataField = createMetadataField;
        this.updateMetadataField = updateMetadataField;
        this.deleteMetadataFields = deleteMetadataFields;
    }

    @GET
    @Needs(METADATA_TYPES_READ)
    @Operation(
            summary = "List metadata fields",
            description = "Sorted by DisplayOrder unless SortField is given: any field of the query.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<MetadataFieldResponse> list(@BeanParam PagingParameters paging) {
        return listMetadataFields.run(caller.get(), paging.toPaging()).map(MetadataFieldResponse::of);
    }

    @GET
    @Path("/{id}")
    @Needs(METADATA_TYPES_READ)
    @Operation(summary = "Get a metadata field", description = "The path has its Id, or its Name in any case.")
    @APIResponse(responseCode = "200", description = "The field")
    @APIResponse(responseCode = "404", description = NONE)
    public MetadataFieldResponse get(@PathParam("id") String id) {
        return MetadataFieldResponse.of(getMetadataField.run(caller.get(), id));
    }

    @GET
    @Path("/{id}/InUse")
    @Needs(METADATA_TYPES_READ)
    @Operation(summary = "Say whether certificates have values of a metadata field")
    @APIResponse(responseCode = "200", description = "true or false")
    @APIResponse(responseCode = "404", description = NONE)
    public Boolean inUse(@PathParam("id") int id) {
        return findUse.run(caller.get(), id);
    }

    @POST
    @Needs(METADATA_TYPES_MODIFY)
    @Operation(summary = "Add a metadata field")
    @APIResponse(responseCode = "200", description = "The field")
    @APIResponse(responseCode = "400", description = "0xA0110001 a field of the request; 0xA0110026 the name is taken")
    public MetadataFieldResponse create(CreateMetadataFieldRequest request) {
        return MetadataFieldResponse.of(createMetadataField.run(caller.get(), request.toField()));
    }

    @PUT
    @Needs(METADATA_TYPES_MODIFY)
    @Operation(
            summary = "Change a metadata field",
            description = "All of it: what is not sent is cleared, but DisplayOrder, which stays.")
    @APIResponse(responseCode = "200", description = "The field as it is now")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a field of the request; 0xA0110023 another type while certificates have values;"
                    + " 0xA0110026 the name is taken")
    @APIResponse(responseCode = "404", description = NONE)
    public MetadataFieldResponse update(UpdateMetadataFieldRequest request) {
        return MetadataFieldResponse.of(updateMetadataField.run(caller.get(), request.toId(), request.toField()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(METADATA_TYPES_MODIFY)
    @Operation(summary = "Delete a metadata field")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "400", description = "0xA0110026 certificates have values of it")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(
            @PathParam("id") int id, @Parameter(description = FORCE) @QueryParam("force") @Nullable Boolean force) {
        deleteMetadataFields.run(caller.get(), id, Boolean.TRUE.equals(force));
    }

    @DELETE
    @Needs(METADATA_TYPES_MODIFY)
    @Operation(summary = "Delete metadata fields", description = "All or none.")
    @APIResponse(responseCode = "204", description = "All of them are deleted")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 no list of ids; 0xA0110022 some do not exist; 0xA0110026 certificates have values of"
                            + " some")
    public void deleteMany(
            List<@Nullable Integer> ids, @Parameter(description = FORCE) @QueryParam("force") @Nullable Boolean force) {
        deleteMetadataFields.run(
                caller.get(), IdList.read("The body", ids, "metadata field", FIELDS_MAX), Boolean.TRUE.equals(force));
    }
}
