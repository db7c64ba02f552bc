package io.quartermaster.server.selfcheck;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Lists what the self-check has found, newest first. */
@Singleton
public class ListFindings {
    private final Database database;
    private final FindingRepository findings;

    public ListFindings(Database database, FindingRepository findings) {
        this.database = database;
        this.findings = findings;
    }

    /**
     * @param openOnly without those that are gone
     * @param after the last one of the list before; 0 at its start
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    List<Finding> run(Caller caller, boolean openOnly, long after, int limit) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> findings.list(tx, openOnly, after, limit));
    }
}
