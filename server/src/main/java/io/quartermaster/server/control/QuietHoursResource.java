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

/** Quiet hours of containers. */
@Path("/qm/v1/quiet-hours")
@RunOnVirtualThread
public class QuietHoursResource {
    private static final String OF_THE_CONTAINER = "`/certificate_stores/schedule/` *c*";

    private final CurrentCaller caller;
    private final ListQuietHours listQuietHours;
    private final SetQuietHours setQuietHours;
    private final RemoveQuietHours removeQuietHours;

    public QuietHoursResource(
            CurrentCaller caller,
            ListQuietHours listQuietHours,
            SetQuietHours setQuietHours,
            RemoveQuietHours removeQuietHours) {
        this.caller = caller;
        this.listQuietHours = listQuietHours;
        this.setQuietHours = setQuietHours;
        this.removeQuietHours = removeQuietHours;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "List the quiet hours of containers")
    @APIResponse(responseCode = "200", description = "All of them")
    public Listed<QuietHoursResponse> list() {
        return Listed.whole(listQuietHours.run(caller.get()).stream()
                .map(QuietHoursResponse::of)
                .toList());
    }

    @POST
    @Needs(value = AGENTS_MANAGEMENT_MODIFY, also = OF_THE_CONTAINER)
    @Operation(
            summary = "Give a container quiet hours",
            description =
                    "In these hours, by the clock on the wall of the zone, no job of its certificate stores starts;"
                            + " what runs goes on. Those over midnight belong to the day on which they begin.")
    @APIResponse(responseCode = "200", description = "The quiet hours")
    @APIResponse(responseCode = "400", description = "0xA0110022 unknown container")
    public QuietHoursResponse add(QuietHoursRequest request) {
        return QuietHoursResponse.of(setQuietHours.run(caller.get(), request.checked()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(value = AGENTS_MANAGEMENT_MODIFY, also = OF_THE_CONTAINER)
    @Operation(summary = "Take quiet hours from a container")
    @APIResponse(responseCode = "204", description = "They are over")
    @APIResponse(responseCode = "404", description = "There are no such quiet hours")
    public void remove(@PathParam("id") UUID id) {
        removeQuietHours.run(caller.get(), id);
    }
}
