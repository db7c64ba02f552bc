package io.quartermaster.server.selfcheck;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.CursorParameters;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the server finds wrong with its own data, for people. */
@Path("/qm/v1/findings")
@RunOnVirtualThread
public class FindingsResource {
    private final CurrentCaller caller;
    private final ListFindings listFindings;

    public FindingsResource(CurrentCaller caller, ListFindings listFindings) {
        this.caller = caller;
        this.listFindings = listFindings;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List what the self-check has found",
            description =
                    "Rows of the database that break a rule which always holds: a job handed out twice, an attempt"
                            + " without an end, a history that its events do not tell. The list is empty unless the server has a"
                            + " fault or somebody has changed the database by hand. At most 1,000 rows of one rule are noted.")
    @APIResponse(responseCode = "200", description = "Some findings, newest first")
    @APIResponse(responseCode = "400", description = "0xA0110001 Limit or After")
    public FindingsResponse list(
            @BeanParam CursorParameters cursor,
            @Parameter(description = "true: without those that are gone") @QueryParam("OpenOnly") @DefaultValue("false")
                    boolean openOnly) {
        int limit = cursor.toLimit();
        return FindingsResponse.of(
                listFindings.run(caller.get(), openOnly, Cursors.number(FindingsResponse.LIST, cursor.after()), limit),
                limit);
    }
}
