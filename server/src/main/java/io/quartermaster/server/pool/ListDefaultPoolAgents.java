package io.quartermaster.server.pool;

import static io.quartermaster.server.security.Permission.SSL_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lists the agents of the default pool, which are those that can be put into another; by machine unless asked otherwise. */
@Singleton
public class ListDefaultPoolAgents {
    private final Database database;
    private final AgentPoolRepository pools;
    private final InstantSource clock;

    public ListDefaultPoolAgents(Database database, AgentPoolRepository pools, InstantSource clock) {
        this.database = database;
        this.pools = pools;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY, SORT_FIELD */
    Page<PooledAgent> run(Caller caller, Paging paging) {
        caller.require(SSL_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), AgentPoolRepository.AGENTS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = AgentPoolRepository.AGENTS.orderBy(
                paging.sortField() == null ? "ClientMachine" : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                pools.pageOfDefault(tx, condition, orderBy, paging.limit(), paging.offset()),
                pools.countOfDefault(tx, condition)));
    }
}
