package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What people do with agents. */
@Path("/KeyfactorAPI/Agents")
@RunOnVirtualThread
@Tag(name = "Agents")
public class AgentsResource {
    private static final String BODY = "The body";

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
    @Operation(summary = "Agents, those that match a query or all")
    public Page<AgentResponse> list(@BeanParam PagingParameters parameters) {
        return listAgents.run(caller.get(), parameters.toPaging());
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "One agent")
    public AgentResponse get(@PathParam("id") UUID id) {
        return getAgent.run(caller.get(), id);
    }

    @DELETE
    @Path("/{id}")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(summary = "Deletes a disapproved agent")
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
    @Operation(summary = "Lets agents work")
    public void approve(@Nullable List<@Nullable UUID> ids) {
        approveAgents.run(caller.get(), AgentIds.of(BODY, ids));
    }

    @POST
    @Path("/Disapprove")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(summary = "Stops agents; their jobs and certificate stores stay")
    public void disapprove(@Nullable List<@Nullable UUID> ids) {
        disapproveAgents.run(caller.get(), AgentIds.of(BODY, ids));
    }

    @POST
    @Path("/Reset")
    @Needs(
            value = {AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY},
            also = "/certificate_stores/modify/ for each store of the agents")
    @Operation(summary = "Makes agents new ones again, without jobs and certificate stores")
    public void reset(@Nullable List<@Nullable UUID> ids) {
        resetAgents.run(caller.get(), AgentIds.of(BODY, ids));
    }

    @POST
    @Path("/{id}/Reset")
    @Needs(
            value = {AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY},
            also = "/certificate_stores/modify/ for each store of the agent")
    @Operation(summary = "Makes an agent a new one again, without jobs and certificate stores")
    public void reset(@PathParam("id") UUID id) {
        resetAgents.run(caller.get(), id);
    }

    @POST
    @Path("/SetAuthCertificateReenrollment")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(summary = "Asks agents for new client certificates, or takes that back")
    public CertificateReenrollmentResponse setAuthCertificateReenrollment(
            @Nullable CertificateReenrollmentRequest request) {
        if (request == null) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "The request needs a body with OrchestratorIds and Status.");
        }
        CertificateReenrollment value = CertificateReenrollment.parse(request.status());
        List<UUID> unknown = setCertificateReenrollment.run(
                caller.get(), AgentIds.of("OrchestratorIds", request.orchestratorIds()), value);
        return new CertificateReenrollmentResponse(unknown, value.number());
    }
}
