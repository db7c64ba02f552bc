package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.Obstruction;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Pauses jobs: they stay on the schedule, and none begins once this has succeeded. What runs goes on. Jobs that are made
 * later and fit are paused too.
 */
@Singleton
public class PauseJobs {
    /** Pauses in force at once. */
    public static final int PAUSES_MAX = 1_000;

    /** Of these by query: each is one more statement whenever an agent asks for a job. */
    public static final int PAUSES_BY_QUERY_MAX = 20;

    private final Database database;
    private final PauseRepository pauses;
    private final AgentRepository agents;
    private final HeldJobs heldJobs;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    public PauseJobs(
            Database database,
            PauseRepository pauses,
            AgentRepository agents,
            HeldJobs heldJobs,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.pauses = pauses;
        this.agents = agents;
        this.heldJobs = heldJobs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param until when it ends by itself; null for never
     * @throws CommandException NO_PERMISSION; MALFORMED for an end that has passed, or beyond {@link #PAUSES_MAX};
     *     QUERY; UNKNOWN_ID for an agent or container that does not exist
     */
    public Pause run(Caller caller, PauseSubject subject, String reason, @Nullable Instant until) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        if (subject instanceof PauseSubject.InContainer(int containerId)) {
            Containers.permit(caller, containerId);
        }
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (until != null && !until.isAfter(now)) {
                throw new CommandException(ErrorKind.MALFORMED, "Until has passed: " + until + ".");
            }
            requireKnown(tx, subject, caller, now);
            requireRoom(tx, subject);
            Pause pause = new Pause(ids.next(), subject, reason, caller.name(), now, until);
            pauses.insert(tx, pause);
            heldJobs.awaitHandOuts(tx, pause.obstruction(), now);
            audit.append(tx, entry(AuditOperation.CREATED, caller.name(), pause));
            return pause;
        });
    }

    private void requireKnown(Handle tx, PauseSubject subject, Caller caller, Instant now) {
        switch (subject) {
            case PauseSubject.OfAgent(UUID agentId) -> {
                if (agents.lock(tx, List.of(agentId)).isEmpty()) {
                    throw new CommandException(ErrorKind.UNKNOWN_ID, "There is no orchestrator " + agentId + ".");
                }
            }
            case PauseSubject.InContainer(int containerId) -> Containers.require(tx, containerId);
            case PauseSubject.ByQuery(String query) ->
                new Obstruction.PauseByQuery(query, caller.name()).requireReadable(now);
            // Of types there is no list: stores and custom types bring theirs.
            case PauseSubject.OfJobType ofType -> {}
        }
    }

    private void requireRoom(Handle tx, PauseSubject subject) {
        boolean byQuery = subject instanceof PauseSubject.ByQuery;
        int max = byQuery ? PAUSES_BY_QUERY_MAX : PAUSES_MAX;
        if (pauses.count(tx, byQuery) >= max) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "There are " + max + " pauses" + (byQuery ? " by query" : "")
                            + " already, which is the most. Resume some first.");
        }
    }

    static AuditEntry entry(AuditOperation operation, String actor, Pause pause) {
        AuditMessage message = new AuditMessage();
        if (operation == AuditOperation.DELETED) {
            message.before("Pause", pause.subject().words()).before("Reason", pause.reason());
        } else {
            message.after("Pause", pause.subject().words()).after("Reason", pause.reason());
            if (pause.until() != null) {
                message.after("Until", pause.until());
            }
        }
        return AuditEntry.done(
                AuditCategory.JOB_CONTROL,
                operation,
                actor,
                "Pause of " + pause.subject().words(),
                pause.id().toString(),
                message);
    }
}
