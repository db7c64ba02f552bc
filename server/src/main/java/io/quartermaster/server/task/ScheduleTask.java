package io.quartermaster.server.task;

import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Changes when a periodic task of the server runs, and whether it does. */
@Singleton
public class ScheduleTask {
    private final Database database;
    private final TaskRepository tasks;
    private final AuditLog audit;
    private final InstantSource clock;

    public ScheduleTask(Database database, TaskRepository tasks, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.tasks = tasks;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; UNKNOWN_ID for a task that there is not, and for the id of another one */
    ScheduledTask run(Caller caller, TaskTime wanted) {
        caller.require(APPLICATION_SETTINGS_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            ScheduledTask before = tasks.lock(tx, wanted.type()).orElseThrow(() -> unknown(tx, wanted.type()));
            wanted.id().filter(id -> id != before.id()).ifPresent(id -> {
                throw new CommandException(
                        ErrorKind.UNKNOWN_ID,
                        "The task with ScheduleType " + before.type() + " has the Id " + before.id() + ", not " + id
                                + ".");
            });
            ScheduledTask after = changed(before, wanted, now);
            tasks.change(tx, after);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.SCHEDULED_TASK,
                            AuditOperation.UPDATED,
                            caller.name(),
                            before.name(),
                            String.valueOf(before.id()),
                            new AuditMessage()
                                    .before("Schedule", before.scheduleInWords())
                                    .after("Schedule", after.scheduleInWords())));
            return after;
        });
    }

    /** A task that gets another schedule, or runs again after it was off, begins anew. */
    private static ScheduledTask changed(ScheduledTask before, TaskTime wanted, Instant now) {
        Schedule.Recurring schedule = wanted.schedule().orElse(before.schedule());
        boolean enabled = wanted.enabled().orElse(before.enabled());
        boolean goesOn = before.enabled() && schedule.equals(before.schedule());
        return new ScheduledTask(
                before.id(),
                before.type(),
                before.name(),
                schedule,
                enabled,
                goesOn ? before.nextRun() : schedule.firstRun(now),
                before.lastRun());
    }

    private CommandException unknown(Handle tx, int type) {
        return new CommandException(
                ErrorKind.UNKNOWN_ID,
                "There is no periodic task with the ScheduleType " + type + "; there are "
                        + tasks.all(tx).stream()
                                .map(task -> task.type() + " (" + task.name() + ")")
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
