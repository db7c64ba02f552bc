package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** One job, explained. */
@Path("/qm/v1/jobs/{id}")
@RunOnVirtualThread
public class JobDetailsResource {
    private final CurrentCaller caller;
    private final ExplainJob explainJob;

    public JobDetailsResource(CurrentCaller caller, ExplainJob explainJob) {
        this.caller = caller;
        this.explainJob = explainJob;
    }

    @GET
    @Path("/why")
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
}
