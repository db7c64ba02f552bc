package io.quartermaster.server.pool;

import static io.quartermaster.server.security.Permission.SSL_MODIFY;
import static io.quartermaster.server.security.Permission.SSL_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What people do with pools of agents. */
@Path("/KeyfactorAPI/AgentPools")
@RunOnVirtualThread
@Tag(name = "AgentPools")
public class AgentPoolsResource {
    private static final String ONE_PAGE = "One page; the header X-Total-Count has the number of all rows";
    private static final String UNLISTED = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField";
    private static final String NONE = "There is no such pool";
    private static final String REFUSED =
            "0xA0110001 no Name, or an entry of Agents that is none; 0xA0110022 some of the agents do not exist;"
                    + " 0xA0110025 some of the agents are in another pool, not approved, or without the capability SSL;"
                    + " 0xA0110026 the name is taken";

    private final CurrentCaller caller;
    private final ListAgentPools listAgentPools;
    private final ListDefaultPoolAgents listDefaultPoolAgents;
    private final GetAgentPool getAgentPool;
    private final CreateAgentPool createAgentPool;
    private final UpdateAgentPool updateAgentPool;
    private final DeleteAgentPool deleteAgentPool;

    public AgentPoolsResource(
            CurrentCaller caller,
            ListAgentPools listAgentPools,
            ListDefaultPoolAgents listDefaultPoolAgents,
            GetAgentPool getAgentPool,
            CreateAgentPool createAgentPool,
            UpdateAgentPool updateAgentPool,
            DeleteAgentPool deleteAgentPool) {
        this.caller = caller;
        this.listAgentPools = listAgentPools;
        this.listDefaultPoolAgents = listDefaultPoolAgents;
        this.getAgentPool = getAgentPool;
        this.createAgentPool = createAgentPool;
        this.updateAgentPool = updateAgentPool;
        this.deleteAgentPool = deleteAgentPool;
    }

    @GET
    @Needs(SSL_READ)
    @Operation(summary = "List agent pools", description = "Sorted by Name unless SortField is given: AgentPoolId.")
    @APIResponse(responseCode = "200", description = ONE_PAGE)
    @APIResponse(responseCode = "400", description = UNLISTED)
    public Page<AgentPoolResponse> list(@BeanParam PagingParameters paging) {
        return listAgentPools.run(caller.get(), paging.toPaging()).map(AgentPoolResponse::of);
    }

    @GET
    @Path("/Agents")
    @Needs(SSL_READ)
    @Operation(
            summary = "List the agents of the default pool",
            description = "Those that can be put into another pool. Sorted by ClientMachine unless SortField is given:"
                    + " any field of the query.")
    @APIResponse(responseCode = "200", description = ONE_PAGE)
    @APIResponse(responseCode = "400", description = UNLISTED)
    public Page<AgentPoolAgentResponse> agents(@BeanParam PagingParameters paging) {
        return listDefaultPoolAgents.run(caller.get(), paging.toPaging()).map(AgentPoolAgentResponse::of);
    }

    @GET
    @Path("/{id}")
    @Needs(SSL_READ)
    @Operation(summary = "Get an agent pool")
    @APIResponse(responseCode = "200", description = "The pool with its agents")
    @APIResponse(responseCode = "404", description = NONE)
    public AgentPoolResponse get(@PathParam("id") UUID id) {
        return AgentPoolResponse.of(getAgentPool.run(caller.get(), id));
    }

    @POST
    @Needs({SSL_READ, SSL_MODIFY})
    @Operation(summary = "Create an agent pool", description = "Its agents come from the default pool.")
    @APIResponse(responseCode = "200", description = "The pool with its agents")
    @APIResponse(responseCode = "400", description = REFUSED)
    public AgentPoolResponse create(CreateAgentPoolRequest request) {
        return AgentPoolResponse.of(createAgentPool.run(caller.get(), request.toPool()));
    }

    @PUT
    @Needs({SSL_READ, SSL_MODIFY})
    @Operation(
            summary = "Replace an agent pool",
            description = "Agents that are left out go back to the default pool. In the default pool itself they stay,"
                    + " and are used for everything.")
    @APIResponse(responseCode = "200", description = "The pool as it is now")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "404", description = NONE)
    public AgentPoolResponse update(UpdateAgentPoolRequest request) {
        return AgentPoolResponse.of(updateAgentPool.run(caller.get(), request.toId(), request.toPool()));
    }

    @DELETE
    @Path("/{id}")
    @Needs({SSL_READ, SSL_MODIFY})
    @Operation(summary = "Delete an agent pool", description = "Its agents go back to the default pool.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "400", description = "0xA0110026 it is the default pool")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") UUID id) {
        deleteAgentPool.run(caller.get(), id);
    }
}
