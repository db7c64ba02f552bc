package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Jobs that start in waves. */
@Path("/qm/v1/rollouts")
@RunOnVirtualThread
public class RolloutsResource {
    private final CurrentCaller caller;
    private final ListRollouts listRollouts;
    private final StartRollout startRollout;
    private final StopRollout stopRollout;
    private final ResumeRollout resumeRollout;

    public RolloutsResource(
            CurrentCaller caller,
            ListRollouts listRollouts,
            StartRollout startRollout,
            StopRollout stopRollout,
            ResumeRollout resumeRollout) {
        this.caller = caller;
        this.listRollouts = listRollouts;
        this.startRollout = startRollout;
        this.stopRollout = stopRollout;
        this.resumeRollout = resumeRollout;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "List the latest rollouts")
    @APIResponse(responseCode = "200", description = "At most 200, latest first")
    public Listed<RolloutResponse> list() {
        return Listed.whole(
                listRollouts.run(caller.get()).stream().map(RolloutResponse::of).toList());
    }

    @POST
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Schedule the same custom job on several orchestrators, in waves",
            description =
                    "The jobs of a wave start when those of the wave before have ended; those of later waves are on"
                            + " the schedule and held. When too many have failed, none of its jobs starts any more until somebody"
                            + " resumes it. A job that waits for a retry has not ended.")
    @APIResponse(responseCode = "200", description = "The rollout; its first wave may start")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110022 unknown job type; 0xA0110024 no valid schedule; 0xA0110025 none of the orchestrators"
                            + " can do it; 0xA0110027 a field is missing, unknown or of the wrong type")
    public RolloutResponse start(RolloutRequest request) {
        return RolloutResponse.of(
                startRollout.run(caller.get(), request.toAgentIds(), request.toOrder(), request.toPlan()));
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Look at a rollout")
    @APIResponse(responseCode = "200", description = "The rollout and its waves")
    @APIResponse(responseCode = "404", description = "There is no such rollout")
    public RolloutResponse get(@PathParam("id") UUID id) {
        return RolloutResponse.of(listRollouts.run(caller.get(), id));
    }

    @POST
    @Path("/{id}/stop")
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(summary = "Stop a rollout", description = "None of its jobs starts any more; what runs goes on.")
    @APIResponse(responseCode = "200", description = "The rollout")
    @APIResponse(responseCode = "400", description = "0xA0110023 it does not run")
    @APIResponse(responseCode = "404", description = "There is no such rollout")
    public RolloutResponse stop(@PathParam("id") UUID id) {
        return RolloutResponse.of(stopRollout.run(caller.get(), id));
    }

    @POST
    @Path("/{id}/resume")
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(summary = "Let a stopped rollout go on", description = "The failures so far do not count any more.")
    @APIResponse(responseCode = "200", description = "The rollout")
    @APIResponse(responseCode = "400", description = "0xA0110023 it is not stopped")
    @APIResponse(responseCode = "404", description = "There is no such rollout")
    public RolloutResponse resume(@PathParam("id") UUID id) {
        return RolloutResponse.of(resumeRollout.run(caller.get(), id));
    }
}
