package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the jobs of a plan. */
@Singleton
public class ListPlanJobs {
    private final Database database;
    private final PlanRepository plans;

    public ListPlanJobs(Database database, PlanRepository plans) {
        this.database = database;
        this.plans = plans;
    }

    /**
     * @param changes true: those that would change; false: those that would not; null: both
     * @param after the position of the last one of the list before; 0 at its start
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND
     */
    public List<PlannedJob> run(Caller caller, UUID planId, @Nullable Boolean changes, long after, int limit) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> plans.jobs(
                tx, plans.find(tx, planId).orElseThrow(() -> GetPlan.notFound(planId)), changes, after, limit));
    }
}
