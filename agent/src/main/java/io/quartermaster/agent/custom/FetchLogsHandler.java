package io.quartermaster.agent.custom;

import io.quartermaster.agent.job.Assignment;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.WorkResult;
import io.quartermaster.agent.log.LogFile;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.FetchLogsConfigureReply;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import java.io.IOException;
import java.util.List;

/** Sends the end of the agent's own log. Safe for many threads. */
public final class FetchLogsHandler implements JobHandler {
    /** Characters, at most, whatever the server asks for. */
    static final int CHARACTERS_MAX = 1_000_000;

    private final LogFile logFile;

    public FetchLogsHandler(LogFile logFile) {
        this.logFile = logFile;
    }

    @Override
    public String capability() {
        return BuiltInJobType.FETCH_LOGS.capability();
    }

    @Override
    public Assignment configure(Transport transport, String endpoint, ConfigureRequest request)
            throws TransportException {
        FetchLogsConfigureReply reply = transport.call(endpoint, request, FetchLogsConfigureReply.class);
        return new Assignment(
                reply.result(), reply.auditId(), reply.jobCancelled(), () -> fetch(reply.maxCharactersToReturn()));
    }

    private WorkResult fetch(int charactersMax) {
        try {
            String log = logFile.tail(Math.min(charactersMax, CHARACTERS_MAX));
            return new WorkResult(CompletionStatus.SUCCESS, "", log, List.of());
        } catch (IOException e) {
            return WorkResult.failure("The log cannot be read: " + e.getMessage() + ".");
        }
    }
}
