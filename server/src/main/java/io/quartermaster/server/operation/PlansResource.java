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

/** What commands on sets of jobs would do, for people to look at before they give them. */
@Path("/qm/v1/plans")
@Tag(name = "plans")
@RunOnVirtualThread
public class PlansResource {
    private final CurrentCaller caller;
    private final CreatePlan createPlan;
    private final GetPlan getPlan;
    private final ListPlanJobs listPlanJobs;
    private final ApplyPlan applyPlan;

    public PlansResource(
            CurrentCaller caller,
            CreatePlan createPlan,
            GetPlan getPlan,
            ListPlanJobs listPlanJobs,
            ApplyPlan applyPlan) {
        this.caller = caller;
        this.createPlan = createPlan;
        this.getPlan = getPlan;
        this.listPlanJobs = listPlanJobs;
        this.applyPlan = applyPlan;
    }

    @POST
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Plan an unschedule, a reschedule or an acknowledgement",
            description =
                    "Nothing is changed. The answer says how many jobs would change, and groups those that match but"
                            + " would not: by the reason, with the missing permission where it is that.")
    @APIResponse(responseCode = "200", description = "The plan")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 no Action, or more than 1,000,000 jobs; 0xA0110020 neither or both of a list of ids and"
                            + " Query; 0xA0110021 the query cannot be read")
    public PlanResponse create(PlanRequest request) {
        return PlanResponse.of(createPlan.run(caller.get(), request.toOrder()));
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Get a plan", description = "Plans are kept for a day after they expire.")
    @APIResponse(responseCode = "200", description = "The plan")
    @APIResponse(responseCode = "404", description = "There is no such plan")
    public PlanResponse get(@PathParam("id") UUID id) {
        return PlanResponse.of(getPlan.run(caller.get(), id));
    }

    @GET
    @Path("/{id}/jobs")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "List the jobs of a plan")
    @APIResponse(responseCode = "200", description = "Some jobs, and where the list goes on")
    @APIResponse(responseCode = "404", description = "There is no such plan")
    public PlanJobsResponse jobs(
            @PathParam("id") UUID id,
            @Parameter(description = "true: those that would change; false: those that would not; both unless given")
                    @QueryParam("Changes")
                    @Nullable
                    Boolean changes,
            @BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        String list = PlanJobsResponse.list(id, changes);
        return PlanJobsResponse.of(
                list,
                listPlanJobs.run(caller.get(), id, changes, Cursors.number(list, parameters.after()), limit),
                limit);
    }

    @POST
    @Path("/{id}/apply")
    @Needs(
            value = AGENTS_MANAGEMENT_MODIFY,
            also = "for jobs of certificate stores `/certificate_stores/schedule/` *c*")
    @Operation(
            summary = "Apply a plan",
            description =
                    "Does what the plan said, to exactly the jobs that it said, or nothing. Applied again, it answers"
                            + " the same.")
    @APIResponse(responseCode = "200", description = "The bulk operation that it became")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no Mode, or the Hash of another plan; 0xA0110023 the plan has expired, or Mode is"
                    + " AllOrNothing and some jobs would not change")
    @APIResponse(responseCode = "404", description = "There is no such plan")
    @APIResponse(
            responseCode = "409",
            description =
                    "0xA0110028 jobs have changed since: the message counts what is GONE, NEW, IN_PROCESS and so on,"
                            + " FailedOperations names up to 1,000 of them")
    public OperationResponse apply(@PathParam("id") UUID id, ApplyPlanRequest request) {
        return OperationResponse.of(applyPlan.run(caller.get(), id, request.toMode(), request.hash()));
    }
}
