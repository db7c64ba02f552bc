package io.quartermaster.server.http;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.CurrentAgent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;

/** A call of the agent protocol, in the test build only. */
@Path("/KeyfactorAgents/Samples")
@RunOnVirtualThread
@IfBuildProperty(name = SamplesResource.SERVED, stringValue = "true")
public class SampleAgentsResource {
    private final CurrentAgent agent;

    SampleAgentsResource(CurrentAgent agent) {
        this.agent = agent;
    }

    @POST
    @Path("/Length")
    public Map<String, Object> length(Map<String, String> body) {
        if (body.containsKey("Fail")) {
            throw new CommandException(ErrorKind.MALFORMED, "Refused.");
        }
        return Map.of(
                "Account",
                agent.get().name(),
                "Length",
                body.getOrDefault("Text", "").length());
    }
}
