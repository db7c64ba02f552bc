package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Says why a job runs or does not run: every condition in the order in which it is asked, in words. */
@Singleton
public class ExplainJob {
    private final Database database;
    private final JobRepository jobs;
    private final StartRepository starts;
    private final JobHandlers handlers;
    private final InstantSource clock;

    public ExplainJob(
            Database database, JobRepository jobs, StartRepository starts, JobHandlers handlers, InstantSource clock) {
        this.database = database;
        this.jobs = jobs;
        this.starts = starts;
        this.handlers = handlers;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND when no such job is on the schedule or in process */
    public JobExplanation run(Caller caller, UUID jobId) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> {
            Instant now = clock.instant();
            ScheduledJob job = jobs.find(tx, jobId).orElseThrow(() -> notOnTheSchedule(jobId));
            return starts
                    .facts(
                            tx,
                            List.of(jobId),
                            handlers.capabilities(job.kind(), job.jobType()),
                            now.plus(JobHandout.EARLY),
                            now)
                    .stream()
                    .findFirst()
                    .map(JobExplanation::of)
                    .orElseThrow(() -> notOnTheSchedule(jobId));
        });
    }

    private static CommandException notOnTheSchedule(UUID jobId) {
        return new CommandException(
                ErrorKind.NOT_FOUND,
                "Job " + jobId + " is neither on the schedule nor in process. What became of it: GET /qm/v1/jobs/"
                        + jobId + "/timeline.");
    }
}
