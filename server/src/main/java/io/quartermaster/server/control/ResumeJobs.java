package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Ends pauses: one that a person names, and those whose time is over. The agents whose due jobs were paused are told at
 * their next heartbeat. A job that another pause holds too stays paused.
 */
@Singleton
public class ResumeJobs {
    private final Database database;
    private final PauseRepository pauses;
    private final HeldJobs heldJobs;
    private final AuditLog audit;
    private final InstantSource clock;

    public ResumeJobs(
            Database database, PauseRepository pauses, HeldJobs heldJobs, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.pauses = pauses;
        this.heldJobs = heldJobs;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND when there is no such pause, or not any more */
    public void run(Caller caller, UUID pauseId) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            Pause pause = pauses.lock(tx, pauseId)
                    .orElseThrow(() -> new CommandException(ErrorKind.NOT_FOUND, "There is no pause " + pauseId + "."));
            if (pause.subject() instanceof PauseSubject.InContainer(int containerId)) {
                Containers.permit(caller, containerId);
            }
            end(tx, pause, caller.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        });
    }

    @SilentInOutage
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyFewSeconds() {
        runEnded();
    }

    /** @return how many pauses ended by themselves */
    public int runEnded() {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<Pause> ended = pauses.lockEnded(tx, now);
            ended.forEach(pause -> end(tx, pause, AuditEntry.TIMER_SERVICE, now));
            return ended.size();
        });
    }

    private void end(Handle tx, Pause pause, String actor, Instant now) {
        heldJobs.wake(tx, pause.obstruction(), now);
        pauses.delete(tx, pause.id());
        audit.append(tx, PauseJobs.entry(AuditOperation.DELETED, actor, pause));
    }
}
