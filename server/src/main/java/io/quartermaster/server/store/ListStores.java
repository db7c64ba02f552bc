package io.quartermaster.server.store;

import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Finds certificate stores. Safe for many threads. */
@Singleton
public class ListStores {
    /** An agent that missed this many heartbeats does not count as available any more. */
    private static final int HEARTBEATS_MISSED_MAX = 3;

    private final Database database;
    private final StoreRepository stores;
    private final Heartbeats heartbeats;
    private final InstantSource clock;

    ListStores(Database database, StoreRepository stores, Heartbeats heartbeats, InstantSource clock) {
        this.database = database;
        this.stores = stores;
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    /** Only stores the caller may see are found and counted. */
    Page<CertificateStore> run(Caller caller, Paging paging) {
        ContainerScope scope = caller.requireSomeContainer(StoreVerb.READ);
        Instant now = clock.instant();
        FieldSet fields =
                StoreFields.stores(now.minus(heartbeats.averageInterval().multipliedBy(HEARTBEATS_MISSED_MAX)));
        SqlCondition condition =
                QueryAnalyzer.listCondition(paging.query(), fields, new QueryContext(now, caller.name()));
        String orderBy = fields.orderBy(
                paging.sortField() == null ? StoreFields.DEFAULT_SORT : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                stores.page(tx, condition, scope, orderBy, paging.limit(), paging.offset()),
                stores.count(tx, condition, scope)));
    }
}
