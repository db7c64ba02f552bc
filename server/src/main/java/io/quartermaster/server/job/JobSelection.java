package io.quartermaster.server.job;

import io.quartermaster.server.db.IdArray;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.QueryParser;
import io.quartermaster.server.query.SqlCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which scheduled jobs a command is about: a list of ids, or all that a query finds. Never both, never neither. A plan chooses for itself. */
public sealed interface JobSelection extends BulkSelection {
    /** Ids in one request. */
    int IDS_MAX = 200_000;

    /** @param jobIds not empty; each once */
    record ById(List<UUID> jobIds) implements JobSelection {
        public ById {
            jobIds = jobIds.stream().distinct().toList();
        }
    }

    /** @param query not blank */
    record ByQuery(String query) implements JobSelection {}

    /** What a plan chose. */
    record Planned(PlannedSet set) implements JobSelection {
        @Override
        public Optional<PlannedSet> planned() {
            return Optional.of(set);
        }
    }

    /** The condition on {@code scheduled_job j}. */
    default SqlCondition condition(QueryContext context) {
        return switch (this) {
            case Planned(PlannedSet set) -> set.condition();
            case ById(List<UUID> jobIds) -> new SqlCondition("j.id = ANY (:ids)", Map.of("ids", new IdArray(jobIds)));
            case ByQuery(String query) -> QueryAnalyzer.analyze(QueryParser.parse(query), JobFields.SCHEDULED, context);
        };
    }

    @Override
    default String words() {
        return switch (this) {
            case ById(List<UUID> jobIds) -> jobIds.size() + (jobIds.size() == 1 ? " id" : " ids");
            case ByQuery(String query) -> query;
            case Planned(PlannedSet set) -> set.words();
        };
    }
}
