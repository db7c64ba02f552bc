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

/** Lists attempts, those in process included; the oldest first, unless asked otherwise. */
@Singleton
public class ListJobHistory {
    private final Database database;
    private final JobListRepository lists;
    private final InstantSource clock;

    public ListJobHistory(Database database, JobListRepository lists, InstantSource clock) {
        this.database = database;
        this.lists = lists;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY, SORT_FIELD */
    public Page<JobHistoryRow> run(Caller caller, Paging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), JobFields.HISTORY, new QueryContext(clock.instant(), caller.name()));
        String orderBy = JobFields.HISTORY.orderBy(
                paging.sortField() == null ? "JobHistoryId" : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                lists.history(tx, condition, orderBy, paging.offset(), paging.limit()),
                lists.countHistory(tx, condition)));
    }
}
