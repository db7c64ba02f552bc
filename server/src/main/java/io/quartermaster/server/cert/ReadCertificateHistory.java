package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Lists what was done with a certificate. Safe for many threads. */
@Singleton
public class ReadCertificateHistory {
    private static final FieldSet ORDERS = FieldSet.of("events of a certificate", "h.id")
            .integer("h.id", "Id")
            .date("h.at", "OperationStart", "OperationEnd")
            .text("h.actor", "Username")
            .integer("h.operation", "Action")
            .build();

    private static final String DEFAULT_SORT = "OperationStart";

    private final Database database;
    private final CertificateReach reach;
    private final CertificateHistoryRepository history;

    public ReadCertificateHistory(Database database, CertificateReach reach, CertificateHistoryRepository history) {
        this.database = database;
        this.reach = reach;
        this.history = history;
    }

    /** @throws CommandException NOT_FOUND, SORT_FIELD */
    Page<CertificateEvent> run(Caller caller, int id, @Nullable Integer collectionId, Paging paging) {
        String orderBy =
                ORDERS.orderBy(paging.sortField() == null ? DEFAULT_SORT : paging.sortField(), paging.descending());
        return database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            return new Page<>(history.page(tx, id, orderBy, paging.limit(), paging.offset()), history.count(tx, id));
        });
    }
}
