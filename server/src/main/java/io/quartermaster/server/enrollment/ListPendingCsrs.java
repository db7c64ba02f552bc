package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR_GENERATION;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Finds signing requests whose key waits here. Safe for many threads. */
@Singleton
public class ListPendingCsrs {
    private static final String DEFAULT_SORT = "RequestTime";

    private final Database database;
    private final PendingCsrRepository pending;
    private final InstantSource clock;

    ListPendingCsrs(Database database, PendingCsrRepository pending, InstantSource clock) {
        this.database = database;
        this.pending = pending;
        this.clock = clock;
    }

    /** Oldest first, unless asked otherwise. */
    Page<PendingCsr> run(Caller caller, Paging paging) {
        caller.require(CERTIFICATES_ENROLLMENT_CSR_GENERATION);
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), PendingCsrRepository.FIELDS, new QueryContext(clock.instant(), caller.name()));
        String orderBy = PendingCsrRepository.FIELDS.orderBy(
                paging.sortField() == null ? DEFAULT_SORT : paging.sortField(), paging.descending());
        return database.read(tx -> new Page<>(
                pending.page(tx, condition, orderBy, paging.offset(), paging.limit()), pending.count(tx, condition)));
    }
}
