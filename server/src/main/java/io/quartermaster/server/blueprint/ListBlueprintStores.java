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
import java.util.UUID;

/** Lists the stores of a blueprint, by path unless asked otherwise. */
@Singleton
public class ListBlueprintStores {
    private final Database database;
    private final BlueprintRepository blueprints;
    private final InstantSource clock;

    public ListBlueprintStores(Database database, BlueprintRepository blueprints, InstantSource clock) {
        this.database = database;
        this.blueprints = blueprints;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND, QUERY, SORT_FIELD */
    Page<BlueprintStore> run(Caller caller, UUID id, Paging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), BlueprintFields.STORES, new QueryContext(clock.instant(), caller.name()));
        String orderBy = BlueprintFields.STORES.orderBy(
                paging.sortField() == null ? "StorePath" : paging.sortField(), paging.descending());
        return database.read(tx -> {
            if (blueprints.find(tx, id).isEmpty()) {
                throw GetBlueprint.notFound(id);
            }
            return new Page<>(
                    blueprints.pageOfStores(tx, id, condition, orderBy, paging.limit(), paging.offset()),
                    blueprints.countOfStores(tx, id, condition));
        });
    }
}
