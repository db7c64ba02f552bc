package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static java.util.stream.Collectors.toMap;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists the jobs of a blueprint, by the path of their stores unless asked otherwise; those of no store come last. */
@Singleton
public class ListBlueprintJobs {
    private final Database database;
    private final BlueprintRepository blueprints;
    private final InstantSource clock;

    public ListBlueprintJobs(Database database, BlueprintRepository blueprints, InstantSource clock) {
        this.database = database;
        this.blueprints = blueprints;
        this.clock = clock;
    }

    /**
     * A job as it is shown.
     *
     * @param store null for a job of no store
     * @param firstRun when it would be due if the blueprint were applied now
     */
    record Shown(BlueprintJob job, @Nullable BlueprintStore store, Instant firstRun) {}

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND, QUERY, SORT_FIELD */
    Page<Shown> run(Caller caller, UUID id, Paging paging) {
        caller.require(AGENTS_MANAGEMENT_READ);
        Instant now = clock.instant();
        SqlCondition condition =
                QueryAnalyzer.listCondition(paging.query(), BlueprintFields.JOBS, new QueryContext(now, caller.name()));
        String orderBy = BlueprintFields.JOBS.orderBy(
                paging.sortField() == null ? "StorePath" : paging.sortField(), paging.descending());
        return database.read(tx -> {
            if (blueprints.find(tx, id).isEmpty()) {
                throw GetBlueprint.notFound(id);
            }
            Map<UUID, BlueprintStore> stores =
                    blueprints.stores(tx, id).stream().collect(toMap(BlueprintStore::id, Function.identity()));
            return new Page<>(
                    blueprints.pageOfJobs(tx, id, condition, orderBy, paging.limit(), paging.offset()).stream()
                            .map(job -> new Shown(
                                    job,
                                    job.storeId() == null ? null : stores.get(job.storeId()),
                                    job.schedule().firstRun(now)))
                            .toList(),
                    blueprints.countOfJobs(tx, id, condition));
        });
    }
}
