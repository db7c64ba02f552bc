package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.FetchLogsConfigureReply;
import io.quartermaster.agent.protocol.Result;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Log fetches: the agent's completion has the end of its log, which becomes the data of the attempt. */
@Singleton
public class FetchLogsHandler implements JobHandler {
    /**
     * How much of its log an agent is asked for. Also in UTF-8 it fits the limit of what is stored, and agents on small
     * devices can hold it in memory.
     */
    public static final int LOG_CHARACTERS_MAX = 100_000;

    @Override
    public JobKind kind() {
        return JobKind.FETCH_LOGS;
    }

    @Override
    public String capability(String jobType) {
        return BuiltInJobType.FETCH_LOGS.capability();
    }

    @Override
    public String configurationEndpoint() {
        return AgentPaths.FETCH_LOGS_CONFIGURE;
    }

    @Override
    public String completionEndpoint() {
        return AgentPaths.FETCH_LOGS_COMPLETE;
    }

    @Override
    public FetchLogsConfigureReply configuration(Handle tx, Attempt attempt, Result result) {
        return new FetchLogsConfigureReply(result, attempt.historyId(), false, LOG_CHARACTERS_MAX);
    }

    /** Nothing: the log was stored with the completion. */
    @Override
    public void completed(Handle tx, List<EndedAttempt> ended) {}
}
