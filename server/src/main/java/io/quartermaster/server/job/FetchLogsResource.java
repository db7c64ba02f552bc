package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The one thing about an agent that is a job. */
@Path("/KeyfactorAPI/Agents/{id}/FetchLogs")
@Tag(name = "Agents")
@RunOnVirtualThread
public class FetchLogsResource {
    private final CurrentCaller caller;
    private final ScheduleFetchLogs scheduleFetchLogs;

    public FetchLogsResource(CurrentCaller caller, ScheduleFetchLogs scheduleFetchLogs) {
        this.caller = caller;
        this.scheduleFetchLogs = scheduleFetchLogs;
    }

    @POST
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Fetch the log of an orchestrator",
            description = "Schedules a job that runs at once. The end of the log is then in GET"
                    + " /OrchestratorJobs/JobStatus/Data. A body is ignored.")
    @APIResponse(responseCode = "204", description = "The job is scheduled")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110025 the orchestrator is not approved, or cannot send its log")
    @APIResponse(responseCode = "404", description = "There is no such orchestrator")
    public void fetchLogs(@PathParam("id") UUID id) {
        scheduleFetchLogs.run(caller.get(), id);
    }
}
