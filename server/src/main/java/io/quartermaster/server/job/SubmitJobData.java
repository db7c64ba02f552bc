package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Takes what a custom job brings back while it is in process, or after the server gave its attempt up: then it belongs to
 * that attempt, whose late completion follows. A repeat replaces what came before.
 */
@Singleton
public class SubmitJobData {
    private final Database database;
    private final Attempts attempts;
    private final JobDataRepository data;
    private final InstantSource clock;

    public SubmitJobData(Database database, Attempts attempts, JobDataRepository data, InstantSource clock) {
        this.database = database;
        this.attempts = attempts;
        this.data = data;
        this.clock = clock;
    }

    /** @param account the name of the agent account that signed in */
    public ResultReply run(String account, CustomSubmitRequest request) {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Optional<AttemptKey> attempt = attempts.inProcess(tx, account, request.sessionToken(), request.jobId(), now)
                    .map(running -> new AttemptKey(running.agentId(), running.historyId()))
                    .or(() -> attempts.lost(tx, account, request.sessionToken(), request.jobId(), now));
            if (attempt.isEmpty()
                    || !data.put(
                            tx,
                            JobKind.CUSTOM,
                            attempt.get().agentId(),
                            attempt.get().historyId(),
                            request.data() == null ? "" : request.data())) {
                return new ResultReply(
                        Result.error(AgentCode.NO_ATTEMPT, "No such custom job is in process in this session."));
            }
            return new ResultReply(Result.success());
        });
    }
}
