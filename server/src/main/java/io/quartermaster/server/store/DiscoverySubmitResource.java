package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.DiscoverySubmitRequest;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.server.security.CurrentAgent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Stores that agents found. The path was given to them with the job. */
@Path(AgentPaths.DISCOVERY_SUBMIT)
@RunOnVirtualThread
public class DiscoverySubmitResource {
    private final CurrentAgent agent;
    private final GatherLocations gatherLocations;

    DiscoverySubmitResource(CurrentAgent agent, GatherLocations gatherLocations) {
        this.agent = agent;
        this.gatherLocations = gatherLocations;
    }

    @POST
    public ResultReply submit(DiscoverySubmitRequest request) {
        return new ResultReply(gatherLocations.run(agent.get().name(), request));
    }
}
