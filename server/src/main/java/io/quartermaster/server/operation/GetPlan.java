package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Shows a plan in numbers. */
@Singleton
public class GetPlan {
    private final Database database;
    private final PlanRepository plans;

    public GetPlan(Database database, PlanRepository plans) {
        this.database = database;
        this.plans = plans;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND */
    public PlanSummary run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> plans.summary(tx, plans.find(tx, id).orElseThrow(() -> notFound(id))));
    }

    static CommandException notFound(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no plan " + id + ", or no longer.");
    }
}
