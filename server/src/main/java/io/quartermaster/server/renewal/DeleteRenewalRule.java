package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Deletes a renewal rule. Renewals that have begun go on. */
@Singleton
public class DeleteRenewalRule {
    private final Database database;
    private final RenewalRuleRepository rules;
    private final AuditLog audit;

    DeleteRenewalRule(Database database, RenewalRuleRepository rules, AuditLog audit) {
        this.database = database;
        this.rules = rules;
        this.audit = audit;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND */
    void run(Caller caller, UUID id) {
        RuleChecks.permit(caller);
        database.runInTransaction(tx -> {
            RenewalRule rule = rules.lock(tx, id).orElseThrow(() -> RuleChecks.unknown(id));
            rules.delete(tx, id);
            audit.append(tx, RuleChecks.entry(AuditOperation.DELETED, caller, rule, null));
        });
    }
}
