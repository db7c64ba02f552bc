package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;

/** Finds certificates. Safe for many threads. */
@Singleton
public class ListCertificates {
    /** Places that are told of one certificate; their number is told exactly. */
    public static final int LOCATIONS_MAX = 1_000;

    private final Database database;
    private final CertificateReach reach;
    private final CertificateListRepository certificates;
    private final ShowCertificates show;
    private final InstantSource clock;

    public ListCertificates(
            Database database,
            CertificateReach reach,
            CertificateListRepository certificates,
            ShowCertificates show,
            InstantSource clock) {
        this.database = database;
        this.reach = reach;
        this.certificates = certificates;
        this.show = show;
        this.clock = clock;
    }

    /**
     * Certificates that are expired or revoked are left out unless asked for.
     *
     * @throws CommandException QUERY, SORT_FIELD; NOT_FOUND for an unknown collection
     */
    Page<ShownCertificate> run(Caller caller, CertificateSearch search) {
        Paging paging = search.paging();
        return database.read(tx -> {
            SqlCondition within = reach.require(tx, caller, search.collectionId(), CERTIFICATES_COLLECTIONS_READ);
            FieldSet fields = reach.fields(tx, caller);
            SqlCondition condition = condition(caller, search, fields).and(within);
            String orderBy = fields.orderBy(
                    paging.sortField() == null ? CertificateFields.DEFAULT_SORT : paging.sortField(),
                    paging.descending());
            return new Page<>(
                    show.shown(
                            tx,
                            caller,
                            certificates.page(tx, condition, orderBy, paging.limit(), paging.offset()),
                            search.details()),
                    certificates.count(tx, condition));
        });
    }

    private SqlCondition condition(Caller caller, CertificateSearch search, FieldSet fields) {
        SqlCondition condition = reach.matching(caller, fields, search.paging().query());
        if (!search.revokedToo()) {
            condition = condition.and(new SqlCondition("(c.revoked_at IS NULL)", Map.of()));
        }
        if (!search.expiredToo()) {
            condition = condition.and(new SqlCondition(
                    "(c.not_after > :today_q0)",
                    Map.of("today_q0", clock.instant().atOffset(ZoneOffset.UTC))));
        }
        return condition;
    }
}
