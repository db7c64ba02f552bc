package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Caps on how many jobs run at once. */
@Path("/qm/v1/caps")
@RunOnVirtualThread
public class CapsResource {
    private final CurrentCaller caller;
    private final ListCaps listCaps;
    private final SetCap setCap;
    private final RemoveCap removeCap;

    public CapsResource(CurrentCaller caller, ListCaps listCaps, SetCap setCap, RemoveCap removeCap) {
        this.caller = caller;
        this.listCaps = listCaps;
        this.setCap = setCap;
        this.removeCap = removeCap;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "List the caps on running jobs")
    @APIResponse(responseCode = "200", description = "All of them")
    public Listed<CapResponse> list() {
        return Listed.whole(
                listCaps.run(caller.get()).stream().map(CapResponse::of).toList());
    }

    @POST
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Limit how many jobs run at once",
            description =
                    "In all, on an orchestrator, on each orchestrator, or on the certificate stores of a type. A cap"
                            + " on the same is replaced. What runs beyond it goes on; the others wait on the schedule.")
    @APIResponse(responseCode = "200", description = "The cap")
    @APIResponse(responseCode = "400", description = "0xA0110022 unknown orchestrator or store type")
    public CapResponse set(CapRequest request) {
        return CapResponse.of(setCap.run(caller.get(), request.toSubject(), request.toMax()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(summary = "Take a cap away")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such cap")
    public void remove(@PathParam("id") UUID id) {
        removeCap.run(caller.get(), id);
    }
}
