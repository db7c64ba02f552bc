package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Tells what happened to a job, from its creation on; also to one that is long gone. */
@Singleton
public class GetJobTimeline {
    /** Events in one answer. */
    public static final int EVENTS_MAX = 1_000;

    private final Database database;
    private final JobEventRepository events;
    private final HistoryPurgeRepository purge;

    public GetJobTimeline(Database database, JobEventRepository events, HistoryPurgeRepository purge) {
        this.database = database;
        this.events = events;
        this.purge = purge;
    }

    /**
     * @param after the last event that the caller has; 0 for none
     * @throws CommandException NO_PERMISSION; NOT_FOUND for a job that nothing is known of
     */
    public JobTimeline run(Caller caller, UUID jobId, long after) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> {
            UUID agentId = events.agentOf(tx, jobId)
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.NOT_FOUND,
                            "Nothing is known of a job " + jobId + ", or not any more." + purge.sinceWhen(tx)));
            List<JobTimeline.Entry> found = events.of(tx, agentId, jobId, after, EVENTS_MAX + 1);
            boolean more = found.size() > EVENTS_MAX;
            return new JobTimeline(
                    jobId,
                    agentId,
                    more ? found.subList(0, EVENTS_MAX) : found,
                    more,
                    purge.keptFrom(tx).orElse(null));
        });
    }
}
