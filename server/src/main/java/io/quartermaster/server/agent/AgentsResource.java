package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What people do with agents. */
@Path("/KeyfactorAPI/Agents")
@RunOnVirtualThread
@Tag(name = "Agents")
public class AgentsResource {
    private static final String BODY = "The body";
    private static final String UNKNOWN =
            "0xA0110001 no list of agent ids; 0xA0110022 some of the agents do not exist, and nothing was done";

    private final CurrentCaller caller;
    private final ListAgents listAgents;
    private final GetAgent getAgent;
    private final ApproveAgents approveAgents;
    private final DisapproveAgents disapproveAgents;
    private final ResetAgents resetAgents;
    private final DeleteAgent deleteAgent;
    private final SetCertificateReenrollment setCertificateReenrollment;

    public AgentsResource(
            CurrentCaller caller,
            ListAgents listAgents,
            GetAgent getAgent,
            ApproveAgents approveAgents,
            DisapproveAgents disapproveAgents,
            ResetAgents resetAgents,
            DeleteAgent deleteAgent,
            SetCertificateReenrollment setCertificateReenrollment) {
        this.caller = caller;
        this.listAgents = listAgents;
        this.getAgent = getAgent;
        this.approveAgents = approveAgents;
        this.disapproveAgents = disapproveAgents;
        this.resetAgents = resetAgents;
        this.deleteAgent = deleteAgent;
        this.setCertificateReenrollment = setCertificateReenrollment;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List agents",
            description = "Sorted by AgentId unless SortField is given: any field of the query but Capabilities.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<AgentResponse> list(@BeanParam PagingParameters parameters) {
        return listAgents.run(caller.get(), parameters.toPaging());
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Get an agent")
    @APIResponse(responseCode = "200", description = "The agent")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public AgentResponse get(@PathParam("id") UUID id) {
        return getAgent.run(caller.get(), id);
    }

    @DELETE
    @Path("/{id}")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(summary = "Delete a disapproved agent", description = "Its history stays.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110025 it is not disapproved, or has jobs or certificate stores and force is not true")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public void delete(
            @PathParam("id") UUID id,
            @Parameter(description = "true deletes its jobs and certificate stores too; otherwise it must have none")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force) {
        deleteAgent.run(caller.get(), id, force);
    }

    @POST
    @Path("/Approve")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(
            summary = "Approve agents",
            description = "They get their jobs when they register next. Nothing changes for those that are approved.")
    @APIResponse(responseCode = "204", description = "All of them are approved")
    @APIResponse(responseCode = "400", description = UNKNOWN)
    public void approve(List<@Nullable UUID> ids) {
        approveAgents.run(caller.get(), AgentIds.of(BODY, ids));
    }

    @POST
    @Path("/Disapprove")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(
            summary = "Disapprove agents",
            description = "Their sessions end at once. Their jobs and certificate stores stay.")
    @APIResponse(responseCode = "204", description = "All of them are disapproved")
    @APIResponse(responseCode = "400", description = UNKNOWN)
    public void disapprove(List<@Nullable UUID> ids) {
        disapproveAgents.run(caller.get(), AgentIds.of(BODY, ids));
    }

    @POST
    @Path("/Reset")
    @Needs(
            value = {AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY},
            also = "/certificate_stores/modify/ for each store of the agents")
    @Operation(
            summary = "Reset agents",
            description = "They wait for approval again, without jobs, certificate stores and thumbprints.")
    @APIResponse(responseCode = "204", description = "All of them are reset")
    @APIResponse(responseCode = "400", description = UNKNOWN)
    public void reset(List<@Nullable UUID> ids) {
        resetAgents.run(caller.get(), AgentIds.of(BODY, ids));
    }

    @POST
    @Path("/{id}/Reset")
    @Needs(
            value = {AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY},
            also = "/certificate_stores/modify/ for each store of the agent")
    @Operation(
            summary = "Reset an agent",
            description = "It waits for approval again, without jobs, certificate stores and thumbprints.")
    @APIResponse(responseCode = "204", description = "It is reset")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public void reset(@PathParam("id") UUID id) {
        resetAgents.run(caller.get(), id);
    }

    @POST
    @Path("/SetAuthCertificateReenrollment")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(
            summary = "Ask agents for new client certificates, or take that back",
            description = "Takes effect when the agent registers next, and only for agents that use a certificate.")
    @APIResponse(responseCode = "200", description = "Done for all but those in FailedOrchestratorIds")
    @APIResponse(responseCode = "400", description = "0xA0110001 no OrchestratorIds, or no such Status")
    public CertificateReenrollmentResponse setAuthCertificateReenrollment(CertificateReenrollmentRequest request) {
        CertificateReenrollment value = CertificateReenrollment.parse(request.status());
        List<UUID> unknown = setCertificateReenrollment.run(
                caller.get(), AgentIds.of("OrchestratorIds", request.orchestratorIds()), value);
        return new CertificateReenrollmentResponse(unknown, value.number());
    }
}
