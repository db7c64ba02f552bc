package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The kinds of work that administrators add. FetchLogs is built in and not among them. */
@Path("/KeyfactorAPI/JobTypes/Custom")
@Tag(name = "JobTypes")
@RunOnVirtualThread
public class CustomJobTypesResource {
    private final CurrentCaller caller;
    private final ListCustomJobTypes listCustomJobTypes;
    private final GetCustomJobType getCustomJobType;
    private final CreateCustomJobType createCustomJobType;
    private final UpdateCustomJobType updateCustomJobType;
    private final DeleteCustomJobType deleteCustomJobType;

    public CustomJobTypesResource(
            CurrentCaller caller,
            ListCustomJobTypes listCustomJobTypes,
            GetCustomJobType getCustomJobType,
            CreateCustomJobType createCustomJobType,
            UpdateCustomJobType updateCustomJobType,
            DeleteCustomJobType deleteCustomJobType) {
        this.caller = caller;
        this.listCustomJobTypes = listCustomJobTypes;
        this.getCustomJobType = getCustomJobType;
        this.createCustomJobType = createCustomJobType;
        this.updateCustomJobType = updateCustomJobType;
        this.deleteCustomJobType = deleteCustomJobType;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List custom job types",
            description = "Sorted by JobTypeName unless SortField is given: Id, JobTypeName or Description.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<CustomJobTypeResponse> list(@BeanParam PagingParameters paging) {
        return listCustomJobTypes.run(caller.get(), paging.toPaging()).map(CustomJobTypeResponse::of);
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Get a custom job type")
    @APIResponse(responseCode = "200", description = "The job type with its fields")
    @APIResponse(responseCode = "404", description = "There is no such job type")
    public CustomJobTypeResponse get(@PathParam("id") UUID id) {
        return CustomJobTypeResponse.of(getCustomJobType.run(caller.get(), id));
    }

    @POST
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Create a custom job type",
            description =
                    "Orchestrators that register the capability Custom.<JobTypeName>, or <JobTypeName>, can do such"
                            + " jobs.")
    @APIResponse(responseCode = "200", description = "The job type with its id")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 a name or type is missing or not valid; 0xA0110026 the name is taken, or two fields"
                            + " have the same; 0xA0110027 a default is no value of its type")
    public CustomJobTypeResponse create(CreateCustomJobTypeRequest request) {
        return CustomJobTypeResponse.of(createCustomJobType.run(caller.get(), request.toDefinition()));
    }

    @PUT
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Replace a custom job type",
            description = "Fields that are left out are removed, also from scheduled jobs. While jobs of the type are"
                    + " scheduled, its name and the types of its fields stay, and a field can be required only when each of"
                    + " these jobs has a value for it or it has a default.")
    @APIResponse(responseCode = "200", description = "The job type as it is now")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 a name or type is missing or not valid; 0xA0110022 there is no such job type; 0xA0110026 the name is taken, two fields have"
                            + " the same, or scheduled jobs stand against it; 0xA0110027 a default is no value of its type")
    public CustomJobTypeResponse update(UpdateCustomJobTypeRequest request) {
        return CustomJobTypeResponse.of(updateCustomJobType.run(caller.get(), request.toJobType()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(summary = "Delete a custom job type", description = "The history of its jobs stays.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "400", description = "0xA0110026 jobs of the type are scheduled or in process")
    @APIResponse(responseCode = "404", description = "There is no such job type")
    public void delete(@PathParam("id") UUID id) {
        deleteCustomJobType.run(caller.get(), id);
    }
}
