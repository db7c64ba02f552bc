package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

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

/** What can be asked of blueprints besides. */
@Path("/qm/v1/blueprints")
@RunOnVirtualThread
@Tag(name = "qm/v1/blueprints")
public class BlueprintsResource {
    private final CurrentCaller caller;
    private final DiffBlueprint diffBlueprint;

    public BlueprintsResource(CurrentCaller caller, DiffBlueprint diffBlueprint) {
        this.caller = caller;
        this.diffBlueprint = diffBlueprint;
    }

    @POST
    @Path("/{id}/diff")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(
            summary = "Say what applying a blueprint would do",
            description = "For each agent what would be created, what exists already, and what is missing or would be"
                    + " refused, judged as POST /AgentBluePrint/ApplyBlueprint judges it for you. Nothing is changed.")
    @APIResponse(responseCode = "200", description = "The difference, in the order of the agents' ids")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no list of agent ids, or too many; 0xA0110022 some of the agents do not exist")
    @APIResponse(responseCode = "404", description = "There is no such blueprint")
    public BlueprintDiffResponse diff(@PathParam("id") UUID id, BlueprintDiffRequest request) {
        return BlueprintDiffResponse.of(diffBlueprint.run(caller.get(), id, request.toAgentIds()));
    }
}
