package io.quartermaster.server.store;

import io.quartermaster.server.http.CursorParameters;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.StoreVerb;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the inventories of a certificate store found over time. */
@Path("/qm/v1/stores/{id}/inventories")
@Tag(name = "inventories")
@RunOnVirtualThread
public class StoreInventoriesResource {
    private static final String NONE =
            "There is no such certificate store or version, or the version is no longer kept";

    private final CurrentCaller caller;
    private final ListInventoryVersions listVersions;
    private final GetInventoryVersion getVersion;
    private final DiffInventoryVersion diffVersion;

    public StoreInventoriesResource(
            CurrentCaller caller,
            ListInventoryVersions listVersions,
            GetInventoryVersion getVersion,
            DiffInventoryVersion diffVersion) {
        this.caller = caller;
        this.listVersions = listVersions;
        this.getVersion = getVersion;
        this.diffVersion = diffVersion;
    }

    @GET
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "List the versions of a store's inventory",
            description = "Each inventory that changed something is one, and the first is, newest first.")
    @APIResponse(responseCode = "200", description = "Some versions, and where the list goes on")
    @APIResponse(responseCode = "404", description = "There is no such certificate store")
    public InventoryVersionsResponse list(@PathParam("id") UUID id, @BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        long after = Cursors.number(InventoryVersionsResponse.list(id), parameters.after());
        return InventoryVersionsResponse.of(id, listVersions.run(caller.get(), id, after, limit), limit);
    }

    @GET
    @Path("/{version}")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "Get a version of a store's inventory",
            description = "With the entries that the store had then, by alias.")
    @APIResponse(responseCode = "200", description = "The version, some entries, and where their list goes on")
    @APIResponse(responseCode = "404", description = NONE)
    public InventoryEntriesResponse get(
            @PathParam("id") UUID id, @PathParam("version") int version, @BeanParam CursorParameters parameters) {
        String list = InventoryVersionsResponse.list(id) + ", " + version;
        int limit = parameters.toLimit();
        long offset = Cursors.number(list, parameters.after());
        return InventoryEntriesResponse.of(
                list, getVersion.run(caller.get(), id, version, offset, limit), offset, limit);
    }

    @GET
    @Path("/{version}/diff")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "Show what a version of a store's inventory changed",
            description = "Which entries came, went and became different, by alias.")
    @APIResponse(responseCode = "200", description = "The version, some changes, and where their list goes on")
    @APIResponse(responseCode = "404", description = NONE)
    public InventoryChangesResponse changes(
            @PathParam("id") UUID id, @PathParam("version") int version, @BeanParam CursorParameters parameters) {
        String list = "changes of " + InventoryVersionsResponse.list(id) + ", " + version;
        int limit = parameters.toLimit();
        long offset = Cursors.number(list, parameters.after());
        return InventoryChangesResponse.of(
                list, diffVersion.run(caller.get(), id, version, offset, limit), offset, limit);
    }
}
