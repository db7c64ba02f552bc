package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.EnrollReply;
import io.quartermaster.agent.protocol.EnrollRequest;
import io.quartermaster.server.security.CurrentAgent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Keys that agents made and want certified. The path was given to them with the job. */
@Path(AgentPaths.REENROLLMENT_ENROLL)
@RunOnVirtualThread
public class EnrollResource {
    private final CurrentAgent agent;
    private final EnrollOnDevice enrollOnDevice;

    EnrollResource(CurrentAgent agent, EnrollOnDevice enrollOnDevice) {
        this.agent = agent;
        this.enrollOnDevice = enrollOnDevice;
    }

    @POST
    public EnrollReply enroll(EnrollRequest request) {
        return enrollOnDevice.run(agent.get().name(), request);
    }
}
