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

/** Pauses of jobs. */
@Path("/qm/v1/pauses")
@RunOnVirtualThread
public class PausesResource {
    private static final String OF_A_CONTAINER = "for a container `/certificate_stores/schedule/` *c*";

    private final CurrentCaller caller;
    private final ListPauses listPauses;
    private final PauseJobs pauseJobs;
    private final ResumeJobs resumeJobs;

    public PausesResource(CurrentCaller caller, ListPauses listPauses, PauseJobs pauseJobs, ResumeJobs resumeJobs) {
        this.caller = caller;
        this.listPauses = listPauses;
        this.pauseJobs = pauseJobs;
        this.resumeJobs = resumeJobs;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "List the pauses in force")
    @APIResponse(responseCode = "200", description = "All of them, latest first")
    public Listed<PauseResponse> list() {
        return Listed.whole(
                listPauses.run(caller.get()).stream().map(PauseResponse::of).toList());
    }

    @POST
    @Needs(value = AGENTS_MANAGEMENT_MODIFY, also = OF_A_CONTAINER)
    @Operation(
            summary = "Pause jobs",
            description =
                    "They stay on the schedule, and none begins once this was answered; what runs goes on. Jobs that"
                            + " are made later and fit are paused too. The order of the jobs of a certificate store is kept: those"
                            + " behind a paused one wait with it.")
    @APIResponse(responseCode = "200", description = "The pause")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA0110022 unknown orchestrator or container")
    public PauseResponse pause(PauseRequest request) {
        return PauseResponse.of(
                pauseJobs.run(caller.get(), request.toSubject(), Sent.reason(request.reason()), request.until()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(value = AGENTS_MANAGEMENT_MODIFY, also = OF_A_CONTAINER)
    @Operation(
            summary = "Resume jobs",
            description =
                    "Ends a pause. Due jobs start at the next heartbeat of their orchestrators, unless another pause"
                            + " holds them.")
    @APIResponse(responseCode = "204", description = "The pause is over")
    @APIResponse(responseCode = "404", description = "There is no such pause, or not any more")
    public void resume(@PathParam("id") UUID id) {
        resumeJobs.run(caller.get(), id);
    }
}
