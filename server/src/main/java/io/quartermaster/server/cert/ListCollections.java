package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.CollectionScope;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/** Lists the certificate collections whose certificates the caller may see. Safe for many threads. */
@Singleton
public class ListCollections {
    private static final FieldSet FIELDS = FieldSet.of("certificate collections", "o.id")
            .integer("o.id", "Id")
            .text("o.name", "Name")
            .text("o.description", "Description")
            .text("o.query", "Content", "Query")
            .enumeration("o.duplication_field", Map.of(0, "None", 1, "CN", 2, "DN", 4, "UPN"), "DuplicationField")
            .bool("o.show_on_dashboard", "ShowOnDashboard")
            .bool("o.favorite", "Favorite")
            .build();

    private static final String DEFAULT_SORT = "Name";

    private final Database database;
    private final CollectionRepository collections;
    private final InstantSource clock;

    public ListCollections(Database database, CollectionRepository collections, InstantSource clock) {
        this.database = database;
        this.collections = collections;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException QUERY, SORT_FIELD */
    Page<CertificateCollection> run(Caller caller, Paging paging) {
        CollectionScope scope = caller.collections(CERTIFICATES_COLLECTIONS_READ);
        SqlCondition condition =
                QueryAnalyzer.listCondition(paging.query(), FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy =
                FIELDS.orderBy(paging.sortField() == null ? DEFAULT_SORT : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                collections.page(tx, condition, scope, orderBy, paging.limit(), paging.offset()),
                collections.count(tx, condition, scope)));
    }

    /** Those that the portal offers in its navigation, by name. */
    Page<CertificateCollection> run(Caller caller) {
        return run(caller, new Paging("Favorite -eq true", 0, Paging.LIMIT_MAX, null, false));
    }
}
