package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lists the authorities, by id unless asked otherwise. */
@Singleton
public class ListAuthorities {
    private final Database database;
    private final AuthorityRepository authorities;
    private final InstantSource clock;

    public ListAuthorities(Database database, AuthorityRepository authorities, InstantSource clock) {
        this.database = database;
        this.authorities = authorities;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, QUERY, SORT_FIELD */
    Page<Authority> run(Caller caller, Paging paging) {
        caller.require(CERTIFICATE_AUTHORITIES_READ);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), AuthorityRepository.FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = AuthorityRepository.FIELDS.orderBy(
                paging.sortField() == null ? "Id" : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                authorities.page(tx, condition, orderBy, paging.limit(), paging.offset()),
                authorities.count(tx, condition)));
    }
}
