package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentSessions;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * The jobs that an obstruction keeps from starting, for the commands that set and lift it. They have checked the
 * permission; they write the audit entry. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class HeldJobs {
    private final StartRepository starts;
    private final AgentSessions sessions;

    public HeldJobs(StartRepository starts, AgentSessions sessions) {
        this.starts = starts;
        this.sessions = sessions;
    }

    /**
     * Waits for hand-outs of these jobs that are on their way, so that none begins once the caller's transaction has
     * ended. To be called after the obstruction was written.
     */
    public void awaitHandOuts(Handle tx, Obstruction obstruction, Instant now) {
        starts.lockDue(tx, obstruction, now.plus(JobHandout.EARLY), now);
    }

    /** Makes the agents whose due jobs it holds or held ask anew. Where that needs it, to be called before it is removed. */
    public void wake(Handle tx, Obstruction obstruction, Instant now) {
        sessions.markStale(tx, starts.agentsOfDue(tx, obstruction, now.plus(JobHandout.EARLY), now));
    }
}
