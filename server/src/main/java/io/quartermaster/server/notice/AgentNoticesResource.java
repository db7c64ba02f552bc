package io.quartermaster.server.notice;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.CursorParameters;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Agents that do not call any more, and who was told. */
@Path("/qm/v1/agents")
@RunOnVirtualThread
public class AgentNoticesResource {
    private final CurrentCaller caller;
    private final ListLateAgents listLateAgents;
    private final ListNotices listNotices;

    public AgentNoticesResource(CurrentCaller caller, ListLateAgents listLateAgents, ListNotices listNotices) {
        this.caller = caller;
        this.listLateAgents = listLateAgents;
        this.listNotices = listNotices;
    }

    @GET
    @Path("/late")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List the orchestrators that are late",
            description = "Approved ones that have not called for as long as the setting AgentNotificationMinutes says,"
                    + " as found by the last run of the task Agent Notification Alert.")
    @APIResponse(responseCode = "200", description = "Some of them, by AgentId, and how many there are")
    @APIResponse(responseCode = "400", description = "0xA0110001 Limit or After")
    public LateAgentsResponse late(@BeanParam CursorParameters cursor) {
        int limit = cursor.toLimit();
        return LateAgentsResponse.of(
                listLateAgents.run(caller.get(), Cursors.guid(LateAgentsResponse.LIST, cursor.after()), limit), limit);
    }

    @GET
    @Path("/notices")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "List the mails about late orchestrators, with what became of them")
    @APIResponse(responseCode = "200", description = "Some of them, newest first")
    @APIResponse(responseCode = "400", description = "0xA0110001 Limit or After")
    public NoticesResponse notices(@BeanParam CursorParameters cursor) {
        int limit = cursor.toLimit();
        return NoticesResponse.of(
                listNotices.run(caller.get(), Cursors.guid(NoticesResponse.LIST, cursor.after()), limit), limit);
    }
}
