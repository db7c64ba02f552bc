package io.quartermaster.server.task;

import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** When the server's own periodic tasks run. */
@Path("/KeyfactorAPI/Scheduling")
@RunOnVirtualThread
@Tag(name = "Scheduling")
public class SchedulingResource {
    private final CurrentCaller caller;
    private final ScheduleTask scheduleTask;

    public SchedulingResource(CurrentCaller caller, ScheduleTask scheduleTask) {
        this.caller = caller;
        this.scheduleTask = scheduleTask;
    }

    @POST
    @Needs(APPLICATION_SETTINGS_MODIFY)
    @Operation(
            summary = "Change when a periodic task of the server runs",
            description = "What is left out stays as it is: ScheduleType alone shows when the task runs and last ran.")
    @APIResponse(responseCode = "200", description = "When the task runs now")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no ScheduleType; 0xA0110022 no such task, or the Id of another one; 0xA0110024"
                    + " Interval or TimeOfDay")
    public ScheduledTaskResponse schedule(ScheduledTaskRequest request) {
        return ScheduledTaskResponse.of(scheduleTask.run(caller.get(), request.toTime()));
    }
}
