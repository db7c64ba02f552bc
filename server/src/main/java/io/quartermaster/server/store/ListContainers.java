package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lists the containers that the caller may read. Safe for many threads. */
@Singleton
public class ListContainers {
    private final Database database;
    private final ContainerRepository containers;
    private final InstantSource clock;

    ListContainers(Database database, ContainerRepository containers, InstantSource clock) {
        this.database = database;
        this.containers = containers;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException QUERY, SORT_FIELD */
    Page<ContainerRepository.Counted> run(Caller caller, Paging paging) {
        ContainerScope scope = caller.requireSomeContainer(StoreVerb.READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), ContainerRepository.FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = ContainerRepository.FIELDS.orderBy(
                paging.sortField() == null ? ContainerRepository.DEFAULT_SORT : paging.sortField(),
                paging.descending());
        return database.read(tx -> new Page<>(
                containers.page(tx, condition, scope, paging, orderBy), containers.count(tx, condition, scope)));
    }
}
