package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.HistorySettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Counts failures and warnings that nobody has acknowledged, as long as they are young enough to matter. */
@Singleton
public class CountFailures {
    private final Database database;
    private final JobPageRepository pages;
    private final Supplier<HistorySettings> settings;
    private final InstantSource clock;

    public CountFailures(
            Database database, JobPageRepository pages, Supplier<HistorySettings> settings, InstantSource clock) {
        this.database = database;
        this.pages = pages;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param max where counting stops
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY
     */
    public RowCount run(Caller caller, String query, int max) {
        caller.require(AGENTS_MANAGEMENT_READ);
        Instant now = clock.instant();
        SqlCondition condition =
                QueryAnalyzer.listCondition(query, JobFields.HISTORY, new QueryContext(now, caller.name()));
        Instant since = now.minus(Duration.ofDays(settings.get().failuresAgeDays()));
        return database.read(tx -> pages.countFailures(tx, condition, since, max));
    }
}
