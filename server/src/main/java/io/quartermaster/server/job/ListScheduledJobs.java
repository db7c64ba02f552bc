package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * Lists what is on the schedule: all that has a future or due run, also the next try of a failed job; of the jobs in
 * process only the recurring ones. Latest request first, unless asked otherwise.
 */
@Singleton
public class ListScheduledJobs {
    /** In the direction of the index, so that a page without a query reads only its own rows. */
    private static final String ORDER_DEFAULT = "j.requested_at DESC, j.id";

    private final Database database;
    private final JobListRepository lists;
    private final InstantSource clock;

    public ListScheduledJobs(Database database, JobListRepository lists, InstantSource clock) {
        this.database = database;
        this.lists = lists;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY, SORT_FIELD */
    public Page<ScheduledJobRow> run(Caller caller, Paging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), JobFields.SCHEDULED, new QueryContext(clock.instant(), caller.name()));
        String orderBy = paging.sortField() == null
                ? ORDER_DEFAULT
                : JobFields.SCHEDULED.orderBy(paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                lists.scheduled(tx, condition, orderBy, paging.offset(), paging.limit()),
                lists.countScheduled(tx, condition)));
    }
}
