package io.quartermaster.server.job;

import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.QueryParser;
import io.quartermaster.server.query.SqlCondition;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Something that a person has set and that keeps jobs from starting. */
public sealed interface Obstruction {
    /** A pause by anything but a query. */
    record Pause(UUID id) implements Obstruction {}

    /** A pause by query; {@code %ME%} in it is its author. */
    record PauseByQuery(String query, String author) implements Obstruction {
        /** @throws io.quartermaster.server.error.CommandException QUERY for one that cannot be read */
        public void requireReadable(Instant now) {
            jobs(now);
        }
    }

    record QuietHours(UUID id) implements Obstruction {}

    record Cap(UUID id) implements Obstruction {}

    /** A rollout, which holds those of its jobs whose wave has not come. */
    record Rollout(UUID id) implements Obstruction {}

    /** The condition on {@code scheduled_job j}: the jobs it is about. */
    default SqlCondition jobs(Instant now) {
        return switch (this) {
            case Pause(UUID id) ->
                new SqlCondition(
                        "EXISTS (SELECT FROM job_pause p WHERE p.id = :obstruction AND " + Controls.PAUSE_HOLDS + ")",
                        Map.of("obstruction", id, "heldPairs", new String[0]));
            case PauseByQuery(String query, String author) ->
                QueryAnalyzer.analyze(QueryParser.parse(query), JobFields.SCHEDULED, new QueryContext(now, author));
            case QuietHours(UUID id) ->
                new SqlCondition(
                        "(j.store_id IS NOT NULL AND EXISTS (SELECT FROM quiet_hours q WHERE q.id = :obstruction AND "
                                + Controls.QUIET_HOURS_COVER + "))",
                        Map.of("obstruction", id));
            case Cap(UUID id) ->
                new SqlCondition(
                        "EXISTS (SELECT FROM job_cap c WHERE c.id = :obstruction AND " + Controls.CAP_COVERS + ")",
                        Map.of("obstruction", id));
            case Rollout(UUID id) -> new SqlCondition("j.rollout_id = :obstruction", Map.of("obstruction", id));
        };
    }
}
