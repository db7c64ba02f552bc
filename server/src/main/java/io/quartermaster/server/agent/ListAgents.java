package io.quartermaster.server.agent;

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

/** Lists agents, in the order of their ids unless asked otherwise. */
@Singleton
public class ListAgents {
    private final Database database;
    private final AgentRepository agents;
    private final JobTypeCatalog catalog;
    private final InstantSource clock;

    public ListAgents(Database database, AgentRepository agents, JobTypeCatalog catalog, InstantSource clock) {
        this.database = database;
        this.agents = agents;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY, SORT_FIELD */
    public Page<AgentResponse> run(Caller caller, Paging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), AgentFields.AGENTS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = AgentFields.AGENTS.orderBy(
                paging.sortField() == null ? AgentFields.DEFAULT_SORT : paging.sortField(), paging.descending());
        return database.read(tx -> {
            JobTypes types = catalog.now(tx);
            return new Page<>(
                    agents.page(tx, condition, orderBy, paging.limit(), paging.offset()).stream()
                            .map(agent -> AgentResponse.of(agent, types))
                            .toList(),
                    agents.count(tx, condition));
        });
    }
}
