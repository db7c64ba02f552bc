package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** One job, in full and explained. */
@Path("/qm/v1/jobs")
@RunOnVirtualThread
public class JobDetailsResource {
    private final CurrentCaller caller;
    private final JobAnswers answers;
    private final GetJob getJob;
    private final ExplainJob explainJob;
    private final GetJobTimeline getJobTimeline;
    private final SetJobPolicy setJobPolicy;

    public JobDetailsResource(
            CurrentCaller caller,
            JobAnswers answers,
            GetJob getJob,
            ExplainJob explainJob,
            GetJobTimeline getJobTimeline,
            SetJobPolicy setJobPolicy) {
        this.caller = caller;
        this.answers = answers;
        this.getJob = getJob;
        this.explainJob = explainJob;
        this.getJobTimeline = getJobTimeline;
        this.setJobPolicy = setJobPolicy;
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "Get a job",
            description = "Also one that runs once and is in process, which lists do not show.")
    @APIResponse(responseCode = "200", description = "The job, with its fields and its newest attempt")
    @APIResponse(responseCode = "404", description = "No such job is on the schedule or in process")
    public JobInFullResponse get(@PathParam("id") UUID id) {
        return answers.inFull(getJob.run(caller.get(), id));
    }

    @GET
    @Path("/{id}/why")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "Say why a job runs or does not run",
            description =
                    "Every condition in the order in which it is asked, each with a sentence; the first one that is"
                            + " not met is marked. The hand-out decides by the same conditions.")
    @APIResponse(responseCode = "200", description = "The conditions")
    @APIResponse(responseCode = "404", description = "No such job is on the schedule or in process")
    public JobWhyResponse why(@PathParam("id") UUID id) {
        return JobWhyResponse.of(explainJob.run(caller.get(), id));
    }

    @GET
    @Path("/{id}/timeline")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "Tell what happened to a job",
            description = "Every event from its creation on, in order: who, in which session of the orchestrator,"
                    + " progress (at most once a minute), retries with their wait, results, what changed. Also of jobs that"
                    + " are long gone.")
    @Parameter(name = "After", description = "Next of the answer before")
    @APIResponse(responseCode = "200", description = "At most 1,000 events")
    @APIResponse(responseCode = "404", description = "Nothing is known of such a job, or not any more")
    public JobTimelineResponse timeline(@PathParam("id") UUID id, @QueryParam("After") @Nullable Long after) {
        return JobTimelineResponse.of(getJobTimeline.run(caller.get(), id, after == null ? 0 : after));
    }

    @PUT
    @Path("/{id}/policy")
    @Needs(
            value = AGENTS_MANAGEMENT_MODIFY,
            also = "for jobs of certificate stores `/certificate_stores/schedule/` *c*")
    @Operation(
            summary = "Set how a recurring job is handed out",
            description =
                    "Overlap says what happens when the next run comes due while one is in process: Queue, it follows;"
                            + " Skip, it is dropped; Replace, the one in process is given up as a failure. JitterSeconds: at most so"
                            + " much is added to each next run, by chance.")
    @APIResponse(responseCode = "200", description = "The policy, and when the job runs next")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110023 the job runs once, or more often than the jitter allows")
    @APIResponse(responseCode = "404", description = "No such job is on the schedule or in process")
    public JobPolicyResponse policy(@PathParam("id") UUID id, JobPolicyRequest request) {
        return JobPolicyResponse.of(setJobPolicy.run(caller.get(), id, request.toPolicy()));
    }
}
