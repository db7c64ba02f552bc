package io.quartermaster.agent.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The agent's memory across restarts: its id, the attempts that it has not reported yet with the certificates of
 * reenrollments among them, and the stores that it is changing. Never a secret. Unless said otherwise, a failure to
 * write is logged and not thrown: the agent then works on, and the server finds out by its time limit what a lost
 * report would have said. Safe for many threads.
 */
public interface AgentState {
    /** The id that the server gave; empty before the first registration. */
    Optional<String> agentId();

    void rememberAgentId(String agentId);

    /** Remembers an attempt, in place of what was remembered of it before. */
    void save(Attempt attempt);

    void remove(Attempt attempt);

    /** All attempts remembered, in no particular order. */
    List<Attempt> attempts();

    /** Remembers the certificate of a reenrollment, in place of what was remembered of the same job. */
    void rememberEnrolled(Enrolled enrolled);

    /** What is remembered of a job; empty for most. */
    Optional<Enrolled> enrolled(String jobId);

    /** When the server has heard that the job is done. */
    void forgetEnrolled(String jobId);

    /**
     * Remembers that a store is about to be changed, so that it is known even after a power failure.
     *
     * @throws IOException when it cannot be: the store is then not to be changed
     */
    void rememberChange(PendingChange change) throws IOException;

    void forgetChange(PendingChange change);

    /** All changes remembered, in no particular order. */
    List<PendingChange> pendingChanges();
}
