package io.quartermaster.server.sim;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.CustomJobDetails;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobKind;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The one kind of job of the simulation: custom jobs, some of which act on a store, so that stores exclude each other. */
final class SimulatedWork implements JobHandler {
    static final String JOB_TYPE = "SimulatedWork";

    @Override
    public JobKind kind() {
        return JobKind.CUSTOM;
    }

    @Override
    public String capability(String jobType) {
        return Capabilities.custom(jobType);
    }

    @Override
    public String configurationEndpoint() {
        return AgentPaths.CUSTOM_CONFIGURE;
    }

    @Override
    public String completionEndpoint() {
        return AgentPaths.CUSTOM_COMPLETE;
    }

    @Override
    public Object configuration(Handle tx, Attempt attempt, Result result) {
        return new CustomConfigureReply(
                result,
                attempt.historyId(),
                false,
                AgentPaths.CUSTOM_SUBMIT,
                new CustomJobDetails(
                        attempt.jobType(), Map.of("JobId", attempt.jobId().toString())));
    }

    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {}
}
