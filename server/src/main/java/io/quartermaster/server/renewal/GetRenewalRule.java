package io.quartermaster.server.renewal;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads one renewal rule. */
@Singleton
public class GetRenewalRule {
    private final Database database;
    private final RenewalRuleRepository rules;

    GetRenewalRule(Database database, RenewalRuleRepository rules) {
        this.database = database;
        this.rules = rules;
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND */
    RenewalRule run(Caller caller, UUID id) {
        caller.require(CERTIFICATES_COLLECTIONS_READ);
        return database.read(tx -> rules.find(tx, id)).orElseThrow(() -> RuleChecks.unknown(id));
    }
}
