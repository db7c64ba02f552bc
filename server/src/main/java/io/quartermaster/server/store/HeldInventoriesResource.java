package io.quartermaster.server.store;

import io.quartermaster.server.http.CursorParameters;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.StoreVerb;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Inventories in which too much is missing, and what people decide about them. */
@Path("/qm/v1/held-inventories")
@Tag(name = "inventories")
@RunOnVirtualThread
public class HeldInventoriesResource {
    private static final String NONE = "There is no such certificate store, or no inventory of it is held any more";
    private static final String ANOTHER = "0xA0110028 the inventory of another attempt is held by now";

    private final CurrentCaller caller;
    private final ListHeldInventories listHeld;
    private final DiffHeldInventory diffHeld;
    private final AcceptHeldInventory acceptHeld;
    private final RejectHeldInventory rejectHeld;

    public HeldInventoriesResource(
            CurrentCaller caller,
            ListHeldInventories listHeld,
            DiffHeldInventory diffHeld,
            AcceptHeldInventory acceptHeld,
            RejectHeldInventory rejectHeld) {
        this.caller = caller;
        this.listHeld = listHeld;
        this.diffHeld = diffHeld;
        this.acceptHeld = acceptHeld;
        this.rejectHeld = rejectHeld;
    }

    @GET
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "List held inventories",
            description = "Those in which so much of a store is missing that they are not believed, latest first.")
    @APIResponse(responseCode = "200", description = "Some of them, and where the list goes on")
    public HeldInventoriesResponse list(@BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        long after = Cursors.number(HeldInventoriesResponse.LIST, parameters.after());
        return HeldInventoriesResponse.of(listHeld.run(caller.get(), after, limit), limit);
    }

    @GET
    @Path("/{storeId}/diff")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "Show what a held inventory would change",
            description = "Which entries would come, go and become different, by alias.")
    @APIResponse(responseCode = "200", description = "The inventory, some changes, and where their list goes on")
    @APIResponse(responseCode = "404", description = NONE)
    public HeldInventoryChangesResponse changes(
            @PathParam("storeId") UUID storeId, @BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        long offset = Cursors.number(HeldInventoryChangesResponse.list(storeId), parameters.after());
        return HeldInventoryChangesResponse.of(diffHeld.run(caller.get(), storeId, offset, limit), offset, limit);
    }

    @POST
    @Path("/{storeId}/accept")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(summary = "Accept a held inventory", description = "It becomes the inventory of the store.")
    @APIResponse(responseCode = "204", description = "It is the inventory of the store")
    @APIResponse(responseCode = "404", description = NONE)
    @APIResponse(responseCode = "409", description = ANOTHER)
    public void accept(@PathParam("storeId") UUID storeId, @Nullable SettleHeldInventoryRequest request) {
        acceptHeld.run(caller.get(), storeId, SettleHeldInventoryRequest.lookedAt(request));
    }

    @POST
    @Path("/{storeId}/reject")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Reject a held inventory",
            description =
                    "It is forgotten, and the store's inventory stays what it was. The next one that misses as much"
                            + " is held anew.")
    @APIResponse(responseCode = "204", description = "It is forgotten")
    @APIResponse(responseCode = "404", description = NONE)
    @APIResponse(responseCode = "409", description = ANOTHER)
    public void reject(@PathParam("storeId") UUID storeId, @Nullable SettleHeldInventoryRequest request) {
        rejectHeld.run(caller.get(), storeId, SettleHeldInventoryRequest.lookedAt(request));
    }
}
