package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Counts what is on the schedule, up to a number. */
@Singleton
public class CountJobs {
    private final Database database;
    private final JobPageRepository pages;
    private final InstantSource clock;

    public CountJobs(Database database, JobPageRepository pages, InstantSource clock) {
        this.database = database;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * @param max where counting stops
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY
     */
    public RowCount run(Caller caller, String query, int max) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                query, JobFields.SCHEDULED, new QueryContext(clock.instant(), caller.name()));
        return database.read(tx -> pages.countJobs(tx, condition, max));
    }
}
