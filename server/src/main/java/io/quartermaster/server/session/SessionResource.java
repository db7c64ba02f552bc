package io.quartermaster.server.session;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.HeartbeatReply;
import io.quartermaster.agent.protocol.HeartbeatRequest;
import io.quartermaster.agent.protocol.RegisterReply;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.agent.protocol.UnregisterRequest;
import io.quartermaster.server.security.CurrentAgent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The calls with which an agent begins, keeps and ends its session. */
@Path(AgentPaths.BASE + "/Session")
@RunOnVirtualThread
@Tag(name = "Agent protocol")
public class SessionResource {
    private final CurrentAgent agent;
    private final RegisterSession registerSession;
    private final Heartbeat heartbeat;
    private final UnregisterSession unregisterSession;

    public SessionResource(
            CurrentAgent agent,
            RegisterSession registerSession,
            Heartbeat heartbeat,
            UnregisterSession unregisterSession) {
        this.agent = agent;
        this.registerSession = registerSession;
        this.heartbeat = heartbeat;
        this.unregisterSession = unregisterSession;
    }

    @POST
    @Path("/Register")
    @Operation(summary = "An agent introduces itself and gets a session and its jobs, once it is approved")
    public RegisterReply register(RegisterRequest request) {
        return registerSession.run(agent.get().name(), request);
    }

    @POST
    @Path("/Heartbeat")
    @Operation(summary = "An agent asks whether its session, and with it its list of jobs, still holds")
    public HeartbeatReply heartbeat(HeartbeatRequest request) {
        return heartbeat.run(agent.get().name(), request);
    }

    @POST
    @Path("/Unregister")
    @Operation(summary = "An agent that stops gives its session back")
    public ResultReply unregister(UnregisterRequest request) {
        return unregisterSession.run(agent.get().name(), request);
    }
}
