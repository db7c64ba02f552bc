package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Creates a renewal rule. What is due by it already begins within a minute. */
@Singleton
public class CreateRenewalRule {
    static final int RULES_MAX = 1_000;

    private final Database database;
    private final RenewalRuleRepository rules;
    private final RuleChecks checks;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    CreateRenewalRule(
            Database database,
            RenewalRuleRepository rules,
            RuleChecks checks,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.rules = rules;
        this.checks = checks;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @throws CommandException NO_PERMISSION; MALFORMED beyond {@link #RULES_MAX}; NAME_IN_USE; UNKNOWN_ID for what the rule
     *     names and is not there; QUERY
     */
    RenewalRule run(Caller caller, RenewalRule.Wanted wanted) {
        RuleChecks.permit(caller);
        return database.inTransaction(tx -> {
            if (rules.lockAndCount(tx) >= RULES_MAX) {
                throw RenewalRuleRequest.malformed(
                        "There are " + RULES_MAX + " renewal rules already, which is the most.");
            }
            checks.requireKnown(tx, caller, wanted);
            RenewalRule rule = new RenewalRule(
                    ids.next(), wanted, caller.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            rules.insert(tx, rule);
            audit.append(tx, RuleChecks.entry(AuditOperation.CREATED, caller, null, rule));
            return rule;
        });
    }
}
