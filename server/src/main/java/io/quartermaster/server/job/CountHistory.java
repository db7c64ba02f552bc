package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Counts attempts, up to a number. */
@Singleton
public class CountHistory {
    private final Database database;
    private final JobPageRepository pages;
    private final InstantSource clock;

    public CountHistory(Database database, JobPageRepository pages, InstantSource clock) {
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
        SqlCondition condition =
                QueryAnalyzer.listCondition(query, JobFields.HISTORY, new QueryContext(clock.instant(), caller.name()));
        return database.read(tx -> pages.countHistory(tx, condition, max));
    }
}
