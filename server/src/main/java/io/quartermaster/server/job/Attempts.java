package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.JobCall;
import io.quartermaster.server.query.WrittenGuid;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds the attempt that an agent's call in the middle of a job belongs to. Safe for many threads. */
@Singleton
public class Attempts {
    /** A run may report its progress more often than anybody wants to read. */
    static final Duration PROGRESS_NOTED_EVERY = Duration.ofMinutes(1);

    private final AgentSessions sessions;
    private final AttemptRepository attempts;
    private final Supplier<JobSettings> settings;

    public Attempts(AgentSessions sessions, AttemptRepository attempts, Supplier<JobSettings> settings) {
        this.sessions = sessions;
        this.attempts = attempts;
        this.settings = settings;
    }

    /**
     * The attempt in process, locked, and its time limit begun anew: the call is a sign of life.
     *
     * @param account the name of the agent account that signed in
     * @return empty when the session is not known or not that account's, when no such job is in process, or when a
     *     session that a later registration replaced calls for an attempt it did not begin
     */
    public Optional<Attempt> inProcess(
            Handle tx, String account, @Nullable String sessionToken, @Nullable String jobId, Instant now) {
        if (!(sessions.check(tx, account, sessionToken, now) instanceof JobCall.Valid(AgentSession session))) {
            return Optional.empty();
        }
        Optional<Attempt> running = WrittenGuid.read(jobId)
                .flatMap(id -> attempts.lock(tx, session.agentId(), id))
                .filter(attempt ->
                        !session.superseded() || attempt.sessionToken().equals(session.token()));
        running.ifPresent(attempt -> attempts.progress(
                tx,
                attempt,
                now,
                now.minus(PROGRESS_NOTED_EVERY),
                now.plus(settings.get().timeLimit())));
        return running;
    }

    /**
     * The newest attempt of a job when the server has closed it as lost: one whose agent goes on all the same.
     *
     * @return empty when the session is not known or not that account's, or the newest attempt is not a lost one
     */
    Optional<AttemptKey> lost(
            Handle tx, String account, @Nullable String sessionToken, @Nullable String jobId, Instant now) {
        return sessions.check(tx, account, sessionToken, now) instanceof JobCall.Valid(AgentSession session)
                ? WrittenGuid.read(jobId).flatMap(id -> attempts.newestIfLost(tx, session.agentId(), id))
                : Optional.empty();
    }
}
