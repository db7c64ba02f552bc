package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Tells all about one job that is on the schedule or in process. */
@Singleton
public class GetJob {
    private final Database database;
    private final JobPageRepository pages;

    public GetJob(Database database, JobPageRepository pages) {
        this.database = database;
        this.pages = pages;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND when no such job is on the schedule or in process */
    public JobInFull run(Caller caller, UUID jobId) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> pages.find(tx, jobId)
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND,
                        "Job " + jobId + " is neither on the schedule nor in process. Its attempts:"
                                + " GET /qm/v1/history?Query=JobId -eq \"" + jobId + "\".")));
    }
}
