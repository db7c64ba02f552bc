package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.InventoryUpdateRequest;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.server.security.CurrentAgent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** What agents find in stores. The path was given to them with the job. */
@Path(AgentPaths.INVENTORY_UPDATE)
@RunOnVirtualThread
public class InventoryUpdateResource {
    private final CurrentAgent agent;
    private final GatherInventory gatherInventory;

    InventoryUpdateResource(CurrentAgent agent, GatherInventory gatherInventory) {
        this.agent = agent;
        this.gatherInventory = gatherInventory;
    }

    @POST
    public ResultReply update(InventoryUpdateRequest request) {
        return new ResultReply(gatherInventory.run(agent.get().name(), request));
    }
}
