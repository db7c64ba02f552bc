package io.quartermaster.server.store;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.StoreVerb;
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

/** What people do with containers of certificate stores, under the name that newer clients have for them. */
@Path("/KeyfactorAPI/Applications")
@Tag(name = "Applications")
@RunOnVirtualThread
public class ApplicationsResource {
    private final CurrentCaller caller;
    private final ListContainers listContainers;
    private final GetContainer getContainer;
    private final CreateContainer createContainer;
    private final UpdateContainer updateContainer;
    private final DeleteContainer deleteContainer;
    private final ContainerAnswers answers;

    ApplicationsResource(
            CurrentCaller caller,
            ListContainers listContainers,
            GetContainer getContainer,
            CreateContainer createContainer,
            UpdateContainer updateContainer,
            DeleteContainer deleteContainer,
            ContainerAnswers answers) {
        this.caller = caller;
        this.listContainers = listContainers;
        this.getContainer = getContainer;
        this.createContainer = createContainer;
        this.updateContainer = updateContainer;
        this.deleteContainer = deleteContainer;
        this.answers = answers;
    }

    @GET
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "List applications",
            description = "Those the caller may see, sorted by Name unless SortField is given: any field of the query.")
    @APIResponse(responseCode = "200", description = ContainerAnswers.ONE_PAGE)
    @APIResponse(responseCode = "400", description = ContainerAnswers.UNLISTED)
    public Page<ContainerRow> list(
            @BeanParam PagingParameters paging,
            @Parameter(description = "Accepted and ignored: only containers you may see are listed in any case.")
                    @QueryParam("PerformRoleCheck")
                    @Nullable
                    Boolean performRoleCheck,
            @Parameter(description = "Accepted and ignored.") @QueryParam("RoleIdList") @Nullable
                    List<Integer> roleIdList) {
        return listContainers.run(caller.get(), paging.toPaging()).map(ContainerRow::of);
    }

    @GET
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(summary = "Get an application", description = "With its stores.")
    @APIResponse(responseCode = "200", description = "The container")
    @APIResponse(responseCode = "404", description = ContainerAnswers.NONE)
    public ContainerResponse get(@PathParam("id") int id) {
        return answers.answer(getContainer.run(caller.get(), id));
    }

    @POST
    @Needs(CERTIFICATE_STORES_MODIFY)
    @Operation(
            summary = "Add an application",
            description = "A container, for stores of any type unless CertStoreType names one.")
    @APIResponse(responseCode = "200", description = "The container")
    @APIResponse(responseCode = "400", description = ContainerAnswers.REFUSED)
    public ContainerResponse create(ContainerRequest request) {
        return answers.answer(createContainer.run(caller.get(), request.toContainer(), Container.ANY_TYPE));
    }

    @PUT
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Replace an application",
            description = "The one that Id says; all but its type and its stores.")
    @APIResponse(responseCode = "200", description = "The container as it is now")
    @APIResponse(responseCode = "400", description = ContainerAnswers.REFUSED)
    @APIResponse(responseCode = "404", description = ContainerAnswers.NONE)
    public ContainerResponse update(ContainerRequest request) {
        return answers.answer(updateContainer.run(caller.get(), request.toId(), request.toContainer()));
    }

    @PUT
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Replace an application",
            description = "As without the id in the address; that in the body is ignored.")
    @APIResponse(responseCode = "200", description = "The container as it is now")
    @APIResponse(responseCode = "400", description = ContainerAnswers.REFUSED)
    @APIResponse(responseCode = "404", description = ContainerAnswers.NONE)
    public ContainerResponse updateOne(@PathParam("id") int id, ContainerRequest request) {
        return answers.answer(updateContainer.run(caller.get(), id, request.toContainer()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(summary = "Delete an application", description = "Its stores stay, in no container.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = ContainerAnswers.NONE)
    public void delete(@PathParam("id") int id) {
        deleteContainer.run(caller.get(), id);
    }
}
