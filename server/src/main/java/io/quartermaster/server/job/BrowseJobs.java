package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.RowPage;
import io.quartermaster.server.http.RowPaging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Reads what is on the schedule from row to row, in the same sense of it as {@link ListScheduledJobs}. */
@Singleton
public class BrowseJobs {
    private final Database database;
    private final JobPageRepository pages;
    private final InstantSource clock;

    public BrowseJobs(Database database, JobPageRepository pages, InstantSource clock) {
        this.database = database;
        this.pages = pages;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY */
    public RowPage<JobLine> run(Caller caller, RowPaging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), JobFields.SCHEDULED, new QueryContext(clock.instant(), caller.name()));
        return database.read(tx -> pages.jobs(tx, condition, paging));
    }
}
