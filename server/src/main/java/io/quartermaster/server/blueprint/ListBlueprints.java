package io.quartermaster.server.blueprint;

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

/** Lists blueprints, by name unless asked otherwise. */
@Singleton
public class ListBlueprints {
    private final Database database;
    private final BlueprintRepository blueprints;
    private final InstantSource clock;

    public ListBlueprints(Database database, BlueprintRepository blueprints, InstantSource clock) {
        this.database = database;
        this.blueprints = blueprints;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY, SORT_FIELD */
    Page<Blueprint> run(Caller caller, Paging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), BlueprintFields.BLUEPRINTS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = BlueprintFields.BLUEPRINTS.orderBy(
                paging.sortField() == null ? "Name" : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                blueprints.page(tx, condition, orderBy, paging.limit(), paging.offset()),
                blueprints.count(tx, condition)));
    }
}
