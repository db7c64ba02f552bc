package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lists store types. Types belong to no container: who may read the stores of any may read them all. */
@Singleton
public class ListStoreTypes {
    private final Database database;
    private final StoreTypeRepository types;
    private final InstantSource clock;

    ListStoreTypes(Database database, StoreTypeRepository types, InstantSource clock) {
        this.database = database;
        this.types = types;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException QUERY, SORT_FIELD */
    Page<StoreType> run(Caller caller, Paging paging) {
        caller.requireSomeContainer(StoreVerb.READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), StoreTypeRepository.FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = StoreTypeRepository.FIELDS.orderBy(
                paging.sortField() == null ? StoreTypeRepository.DEFAULT_SORT : paging.sortField(),
                paging.descending());
        return database.read(tx -> new Page<>(types.page(tx, condition, paging, orderBy), types.count(tx, condition)));
    }
}
