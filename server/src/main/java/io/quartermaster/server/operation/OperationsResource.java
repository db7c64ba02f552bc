package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.CursorParameters;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What has been done to sets of jobs, for people. */
@Path("/qm/v1/operations")
@Tag(name = "operations")
@RunOnVirtualThread
public class OperationsResource {
    private final CurrentCaller caller;
    private final ListOperations listOperations;
    private final GetOperation getOperation;
    private final ListOperationJobs listOperationJobs;
    private final UndoOperation undoOperation;

    public OperationsResource(
            CurrentCaller caller,
            ListOperations listOperations,
            GetOperation getOperation,
            ListOperationJobs listOperationJobs,
            UndoOperation undoOperation) {
        this.caller = caller;
        this.listOperations = listOperations;
        this.getOperation = getOperation;
        this.listOperationJobs = listOperationJobs;
        this.undoOperation = undoOperation;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List bulk operations",
            description = "Each unschedule, reschedule, acknowledgement and undo, whichever endpoint it was given to:"
                    + " who, when, why, what was asked for and how many jobs it changed. Newest first.")
    @APIResponse(responseCode = "200", description = "Some operations, and where the list goes on")
    public OperationsResponse list(@BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        return OperationsResponse.of(
                listOperations.run(caller.get(), Cursors.guid(OperationsResponse.LIST, parameters.after()), limit),
                limit);
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Get a bulk operation")
    @APIResponse(responseCode = "200", description = "The operation")
    @APIResponse(responseCode = "404", description = "There is no such operation")
    public OperationResponse get(@PathParam("id") UUID id) {
        return OperationResponse.of(getOperation.run(caller.get(), id));
    }

    @GET
    @Path("/{id}/jobs")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List the jobs of a bulk operation",
            description =
                    "They are kept for as many days as an unschedule can be undone; after that the list is empty.")
    @APIResponse(responseCode = "200", description = "Some jobs, and where the list goes on")
    @APIResponse(responseCode = "404", description = "There is no such operation")
    public OperationJobsResponse jobs(@PathParam("id") UUID id, @BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        return OperationJobsResponse.of(id, listOperationJobs.run(caller.get(), id, parameters.after(), limit), limit);
    }

    @POST
    @Path("/{id}/undo")
    @Needs(
            value = AGENTS_MANAGEMENT_MODIFY,
            also = "for jobs of certificate stores `/certificate_stores/schedule/` *c*")
    @Operation(
            summary = "Take an unschedule back",
            description =
                    "Its jobs are on the schedule again as they were, under new ids; what was due meanwhile runs at"
                            + " the next poll. All or none. Possible for as many days as UndoUntil of the operation says.")
    @APIResponse(responseCode = "200", description = "The undo, itself a bulk operation")
    @APIResponse(responseCode = "400", description = "0xA0110023 the operation is no unschedule, or is too long ago")
    @APIResponse(responseCode = "404", description = "There is no such operation")
    @APIResponse(
            responseCode = "409",
            description =
                    "0xA0110028 it was undone already; or some jobs cannot be put back as they were, each with the"
                            + " reason: its orchestrator was deleted, reset or disapproved, its certificate store is gone, its job"
                            + " type was changed or deleted, an equal job was scheduled since")
    public OperationResponse undo(
            @PathParam("id") UUID id,
            @Parameter(description = "Why; for the record, at most 1,000 characters") @QueryParam("Reason") @Nullable
                    String reason) {
        return OperationResponse.of(undoOperation.run(caller.get(), id, Reasons.checked(reason)));
    }
}
