package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

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

/** Gives a container hours in which the jobs of its stores do not start. What runs goes on. */
@Singleton
public class SetQuietHours {
    /** Of one container. */
    public static final int QUIET_HOURS_MAX = 50;

    private final Database database;
    private final QuietHoursRepository quietHours;
    private final HeldJobs heldJobs;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    public SetQuietHours(
            Database database,
            QuietHoursRepository quietHours,
            HeldJobs heldJobs,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.quietHours = quietHours;
        this.heldJobs = heldJobs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @throws CommandException NO_PERMISSION; UNKNOWN_ID for an unknown container; MALFORMED for a zone that the database
     *     does not know, or beyond {@link #QUIET_HOURS_MAX}
     */
    public QuietHours run(Caller caller, QuietHoursRequest.Checked sent) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        Containers.permit(caller, sent.containerId());
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Containers.require(tx, sent.containerId());
            if (!quietHours.knowsZone(tx, sent.zone())) {
                throw new CommandException(
                        ErrorKind.MALFORMED, "Zone " + sent.zone() + " is not known to the database.");
            }
            if (quietHours.countOf(tx, sent.containerId()) >= QUIET_HOURS_MAX) {
                throw new CommandException(
                        ErrorKind.MALFORMED, "A container may have at most " + QUIET_HOURS_MAX + " quiet hours.");
            }
            QuietHours quiet = new QuietHours(
                    ids.next(),
                    sent.containerId(),
                    sent.days(),
                    sent.fromMinute(),
                    sent.toMinute(),
                    sent.zone(),
                    sent.reason(),
                    caller.name(),
                    now);
            quietHours.insert(tx, quiet);
            heldJobs.awaitHandOuts(tx, new Obstruction.QuietHours(quiet.id()), now);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.JOB_CONTROL,
                            AuditOperation.CREATED,
                            caller.name(),
                            "Quiet hours of container " + quiet.containerId(),
                            quiet.id().toString(),
                            new AuditMessage()
                                    .after("QuietHours", quiet.words())
                                    .after("Reason", quiet.reason())));
            return quiet;
        });
    }
}
