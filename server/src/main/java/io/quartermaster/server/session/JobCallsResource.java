package io.quartermaster.server.session;

import static io.quartermaster.server.job.JobKind.CUSTOM;
import static io.quartermaster.server.job.JobKind.DISCOVERY;
import static io.quartermaster.server.job.JobKind.FETCH_LOGS;
import static io.quartermaster.server.job.JobKind.INVENTORY;
import static io.quartermaster.server.job.JobKind.MANAGEMENT;
import static io.quartermaster.server.job.JobKind.REENROLLMENT;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.server.job.CompleteJobs;
import io.quartermaster.server.job.ConfigureJobs;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.SubmitJobData;
import io.quartermaster.server.security.CurrentAgent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The calls around one run of a job. Which job it is decides what is answered, not which of the paths was called; the path
 * only decides how a refusal is worded.
 */
@Path(AgentPaths.BASE)
@RunOnVirtualThread
@Tag(name = "Agent protocol")
public class JobCallsResource {
    private final CurrentAgent agent;
    private final ConfigureJobs configureJobs;
    private final SubmitJobData submitJobData;
    private final CompleteJobs completeJobs;

    public JobCallsResource(
            CurrentAgent agent, ConfigureJobs configureJobs, SubmitJobData submitJobData, CompleteJobs completeJobs) {
        this.agent = agent;
        this.configureJobs = configureJobs;
        this.submitJobData = submitJobData;
        this.completeJobs = completeJobs;
    }

    @POST
    @Path("/CertStoreInventory/Configure")
    @Operation(summary = "An inventory of a certificate store begins")
    public Object configureInventory(ConfigureRequest request) {
        return configure(INVENTORY, request);
    }

    @POST
    @Path("/CertStoreInventory/Complete")
    @Operation(summary = "An inventory of a certificate store has ended")
    public CompleteReply completeInventory(CompleteRequest request) {
        return complete(request);
    }

    @POST
    @Path("/CertStoreManagement/Configure")
    @Operation(summary = "A change of a certificate store begins")
    public Object configureManagement(ConfigureRequest request) {
        return configure(MANAGEMENT, request);
    }

    @POST
    @Path("/CertStoreManagement/Complete")
    @Operation(summary = "A change of a certificate store has ended")
    public CompleteReply completeManagement(CompleteRequest request) {
        return complete(request);
    }

    @POST
    @Path("/CertStoreReenrollment/Configure")
    @Operation(summary = "The making of a key in a certificate store begins")
    public Object configureReenrollment(ConfigureRequest request) {
        return configure(REENROLLMENT, request);
    }

    @POST
    @Path("/CertStoreReenrollment/Complete")
    @Operation(summary = "The making of a key in a certificate store has ended")
    public CompleteReply completeReenrollment(CompleteRequest request) {
        return complete(request);
    }

    @POST
    @Path("/CertStoreDiscovery/Configure")
    @Operation(summary = "A search for certificate stores begins")
    public Object configureDiscovery(ConfigureRequest request) {
        return configure(DISCOVERY, request);
    }

    @POST
    @Path("/CertStoreDiscovery/Complete")
    @Operation(summary = "A search for certificate stores has ended")
    public CompleteReply completeDiscovery(CompleteRequest request) {
        return complete(request);
    }

    @POST
    @Path("/Custom/Configure")
    @Operation(summary = "A custom job begins")
    public Object configureCustom(ConfigureRequest request) {
        return configure(CUSTOM, request);
    }

    @POST
    @Path("/Custom/Submit")
    @Operation(summary = "A custom job in process sends what it brought")
    public ResultReply submitCustom(CustomSubmitRequest request) {
        return submitJobData.run(agent.get().name(), request);
    }

    @POST
    @Path("/Custom/Complete")
    @Operation(summary = "A custom job has ended")
    public CompleteReply completeCustom(CompleteRequest request) {
        return complete(request);
    }

    @POST
    @Path("/FetchLogs/Configure")
    @Operation(summary = "A fetch of the agent's log begins")
    public Object configureFetchLogs(ConfigureRequest request) {
        return configure(FETCH_LOGS, request);
    }

    @POST
    @Path("/FetchLogs/Complete")
    @Operation(summary = "A fetch of the agent's log has ended, and brings the log")
    public CompleteReply completeFetchLogs(CompleteRequest request) {
        return complete(request);
    }

    private Object configure(JobKind endpoint, ConfigureRequest request) {
        return configureJobs.run(new ConfigureJobs.Asked(endpoint, agent.get().name(), request));
    }

    private CompleteReply complete(CompleteRequest request) {
        return completeJobs.run(new CompleteJobs.Report(agent.get().name(), request));
    }
}
