package io.quartermaster.server.job;

import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.QueryParser;
import io.quartermaster.server.query.SqlCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which rows of the history a command is about: a list of their numbers, or all that a query finds. A plan chooses for itself. */
public sealed interface AttemptSelection extends BulkSelection {

    /** @param historyIds not empty; each once */
    record ById(List<Long> historyIds) implements AttemptSelection {
        public ById {
            historyIds = historyIds.stream().distinct().toList();
        }
    }

    /** @param query not blank */
    record ByQuery(String query) implements AttemptSelection {}

    /** What a plan chose. */
    record Planned(PlannedSet set) implements AttemptSelection {
        @Override
        public Optional<PlannedSet> planned() {
            return Optional.of(set);
        }
    }

    /** The condition on {@code job_history h}. */
    default SqlCondition condition(QueryContext context) {
        return switch (this) {
            case Planned(PlannedSet set) -> set.condition();
            case ById(List<Long> historyIds) ->
                new SqlCondition("h.id = ANY (:ids)", Map.of("ids", historyIds.toArray(Long[]::new)));
            case ByQuery(String query) -> QueryAnalyzer.analyze(QueryParser.parse(query), JobFields.HISTORY, context);
        };
    }

    @Override
    default String words() {
        return switch (this) {
            case ById(List<Long> historyIds) -> historyIds.size() + (historyIds.size() == 1 ? " id" : " ids");
            case ByQuery(String query) -> query;
            case Planned(PlannedSet set) -> set.words();
        };
    }
}
