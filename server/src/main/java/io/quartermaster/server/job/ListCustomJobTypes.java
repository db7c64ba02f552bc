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

/** Lists the custom job types, by name unless asked otherwise. */
@Singleton
public class ListCustomJobTypes {
    private final Database database;
    private final CustomJobTypeRepository types;
    private final InstantSource clock;

    public ListCustomJobTypes(Database database, CustomJobTypeRepository types, InstantSource clock) {
        this.database = database;
        this.types = types;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY, SORT_FIELD */
    public Page<CustomJobType> run(Caller caller, Paging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), CustomJobTypeRepository.FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = CustomJobTypeRepository.FIELDS.orderBy(
                paging.sortField() == null ? "JobTypeName" : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                types.find(tx, condition, orderBy, paging.offset(), paging.limit()), types.count(tx, condition)));
    }
}
