package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Replaces what a renewal rule says. Renewals that have begun go on as they were begun. */
@Singleton
public class ChangeRenewalRule {
    private final Database database;
    private final RenewalRuleRepository rules;
    private final RuleChecks checks;
    private final AuditLog audit;
    private final InstantSource clock;

    ChangeRenewalRule(
            Database database, RenewalRuleRepository rules, RuleChecks checks, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.rules = rules;
        this.checks = checks;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException as {@link CreateRenewalRule}; NOT_FOUND */
    RenewalRule run(Caller caller, UUID id, RenewalRule.Wanted wanted) {
        RuleChecks.permit(caller);
        return database.inTransaction(tx -> {
            RenewalRule before = rules.lock(tx, id).orElseThrow(() -> RuleChecks.unknown(id));
            checks.requireKnown(tx, caller, wanted);
            RenewalRule after =
                    new RenewalRule(id, wanted, caller.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            rules.change(tx, after);
            audit.append(tx, RuleChecks.entry(AuditOperation.UPDATED, caller, before, after));
            return after;
        });
    }
}
