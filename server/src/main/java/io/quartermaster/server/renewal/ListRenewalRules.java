package io.quartermaster.server.renewal;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads renewal rules. */
@Singleton
public class ListRenewalRules {
    private final Database database;
    private final RenewalRuleRepository rules;

    ListRenewalRules(Database database, RenewalRuleRepository rules) {
        this.database = database;
        this.rules = rules;
    }

    /**
     * By name.
     *
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    List<RenewalRule> run(Caller caller) {
        caller.require(CERTIFICATES_COLLECTIONS_READ);
        return database.read(rules::all);
    }
}
