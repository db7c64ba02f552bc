package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.cert.FindByQuery;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Begins the renewals of certificates that are due. Of several servers one searches by a rule. Safe for many threads. */
@Singleton
public class FindDueCertificates {
    /** Renewals begun by one rule at once; the next ones follow with the next search. */
    static final int DUE_MAX = 500;

    /** Certificates that come to lie in a store, or a rule that begins to fit them, are found that late. */
    static final Duration SEARCH_EVERY = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(FindDueCertificates.class);

    private final Database database;
    private final RenewalRuleRepository rules;
    private final RenewalRepository renewals;
    private final FindByQuery search;
    private final Ids ids;
    private final InstantSource clock;

    FindDueCertificates(
            Database database,
            RenewalRuleRepository rules,
            RenewalRepository renewals,
            FindByQuery search,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.rules = rules;
        this.renewals = renewals;
        this.search = search;
        this.ids = ids;
        this.clock = clock;
    }

    /** @return how many renewals begin */
    public int run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        int begun = 0;
        for (UUID id : database.read(tx -> rules.toSearch(tx, now))) {
            try {
                begun += database.inTransaction(tx -> search(tx, id, now));
            } catch (CommandException e) {
                // A query may name a metadata field that was deleted since.
                LOG.warnf("The renewal rule %s finds nothing: %s", id, e.getMessage());
                database.runInTransaction(tx -> rules.claimSearch(tx, id, now, now.plus(SEARCH_EVERY)));
            }
        }
        return begun;
    }

    private int search(Handle tx, UUID ruleId, Instant now) {
        return rules.claimSearch(tx, ruleId, now, now.plus(SEARCH_EVERY))
                .map(rule -> begin(tx, rule, now))
                .orElse(0);
    }

    private int begin(Handle tx, RenewalRule rule, Instant now) {
        List<Integer> due = renewals.due(tx, rule.wanted(), found(tx, rule), now, DUE_MAX);
        if (due.isEmpty()) {
            return 0;
        }
        List<UUID> begun = renewals.begin(tx, rule, ids.next(due.size()), due, now);
        begun.forEach(id -> renewals.note(
                tx,
                id,
                "DUE",
                AuditEntry.TIMER_SERVICE,
                "By the rule " + rule.wanted().name() + ".",
                now));
        return begun.size();
    }

    private SqlCondition found(Handle tx, RenewalRule rule) {
        return switch (rule.wanted().scope()) {
            case RenewalScope.OneCertificate one -> SqlCondition.all();
            case RenewalScope.InContainer container -> SqlCondition.all();
            case RenewalScope.OfCollection(int id) -> search.ofCollection(tx, id, rule.changedBy());
            case RenewalScope.ByQuery(String query) -> search.matching(tx, query, rule.changedBy());
        };
    }
}
