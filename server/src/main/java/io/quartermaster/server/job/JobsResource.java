package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.CountParameters;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.RowPagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Jobs on the schedule, however many there are. */
@Path("/qm/v1/jobs")
@RunOnVirtualThread
public class JobsResource {
    private final CurrentCaller caller;
    private final JobAnswers answers;
    private final BrowseJobs browseJobs;
    private final CountJobs countJobs;

    public JobsResource(CurrentCaller caller, JobAnswers answers, BrowseJobs browseJobs, CountJobs countJobs) {
        this.caller = caller;
        this.answers = answers;
        this.browseJobs = browseJobs;
        this.countJobs = countJobs;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List scheduled jobs, from row to row",
            description = "What GET /OrchestratorJobs/ScheduledJobs lists, with the same queries; a page far down costs"
                    + " as little as the first one. Sort is -Requested unless given, or Requested, NextRun, AgentId or Id,"
                    + " each with or without the - for descending. A job that is there all the time comes exactly once,"
                    + " whatever is scheduled and unscheduled meanwhile; by NextRun, one whose next run changes may come"
                    + " again.")
    @APIResponse(responseCode = "200", description = "Some jobs, and where the list goes on")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 After is Next of another list, sort or query; 0xA0110021 the query cannot be read;"
                            + " 0xA011004A no index has that Sort")
    public ListedJobsResponse list(@BeanParam RowPagingParameters parameters) {
        return ListedJobsResponse.of(browseJobs
                .run(caller.get(), parameters.toPaging("jobs", JobOrders.SCHEDULED))
                .map(answers::listed));
    }

    @GET
    @Path("/count")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Count scheduled jobs, up to a number")
    @APIResponse(responseCode = "200", description = "Their number, or Max and that there are more")
    @APIResponse(responseCode = "400", description = "0xA0110021 the query cannot be read")
    public RowCountResponse count(@BeanParam CountParameters parameters) {
        return RowCountResponse.of(countJobs.run(caller.get(), parameters.query(), parameters.toMax()));
    }
}
