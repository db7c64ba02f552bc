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

/** The history of jobs, however long it is. */
@Path("/qm/v1/history")
@RunOnVirtualThread
public class HistoryResource {
    private final CurrentCaller caller;
    private final JobAnswers answers;
    private final BrowseHistory browseHistory;
    private final CountHistory countHistory;
    private final CountFailures countFailures;

    public HistoryResource(
            CurrentCaller caller,
            JobAnswers answers,
            BrowseHistory browseHistory,
            CountHistory countHistory,
            CountFailures countFailures) {
        this.caller = caller;
        this.answers = answers;
        this.browseHistory = browseHistory;
        this.countHistory = countHistory;
        this.countFailures = countFailures;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List the job history, from row to row",
            description = "What GET /OrchestratorJobs/JobHistory lists, with the same queries; a page far down costs as"
                    + " little as the first one. Sort is -OperationStart unless given, or OperationStart, OperationEnd,"
                    + " AgentId, JobId or JobHistoryId, each with or without the - for descending. By OperationEnd, attempts"
                    + " in process stand last, and first when descending. An attempt that is there all the time comes"
                    + " exactly once.")
    @APIResponse(responseCode = "200", description = "Some attempts, and where the list goes on")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 After is Next of another list, sort or query; 0xA0110021 the query cannot be read;"
                            + " 0xA011004A no index has that Sort")
    public ListedAttemptsResponse list(@BeanParam RowPagingParameters parameters) {
        return ListedAttemptsResponse.of(browseHistory
                .run(caller.get(), parameters.toPaging("history", JobOrders.HISTORY))
                .map(answers::listed));
    }

    @GET
    @Path("/count")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Count attempts, up to a number")
    @APIResponse(responseCode = "200", description = "Their number, or Max and that there are more")
    @APIResponse(responseCode = "400", description = "0xA0110021 the query cannot be read")
    public RowCountResponse count(@BeanParam CountParameters parameters) {
        return RowCountResponse.of(countHistory.run(caller.get(), parameters.query(), parameters.toMax()));
    }

    @GET
    @Path("/failures/count")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "Count failures and warnings, up to a number",
            description = "Those that nobody has acknowledged and that began in the last so many days, as the setting"
                    + " JobFailuresAndWarningsAgeDays says.")
    @APIResponse(responseCode = "200", description = "Their number, or Max and that there are more")
    @APIResponse(responseCode = "400", description = "0xA0110021 the query cannot be read")
    public RowCountResponse countFailures(@BeanParam CountParameters parameters) {
        return RowCountResponse.of(countFailures.run(caller.get(), parameters.query(), parameters.toMax()));
    }
}
