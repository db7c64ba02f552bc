package io.quartermaster.server.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which history rows can be run again: failed attempts of the kinds that do not come again by themselves. */
final class Reschedulable {
    /** The state a row must be in. */
    static final Judge STATE = new Judge(
            "NOT (h.result = 4 AND h.status IN (3, 4))", row -> "Only a failed job that is over can be rescheduled.");

    /** What else a row in that state must be. */
    static final List<Judge> CONDITIONS = List.of(
            new Judge(
                    "h.kind IN ('INVENTORY', 'SSL_DISCOVERY', 'MONITORING', 'SSH_SYNC', 'SYNC')",
                    row -> row.kind().genericName() + " jobs are changed with "
                            + row.kind().changedWith() + "."),
            new Judge(
                    "h.kind = 'FETCH_LOGS'",
                    row -> "Logs are fetched again with POST /OrchestratorJobs/Custom or POST /Agents/{id}/FetchLogs."),
            new Judge(
                    "h.kind = 'CUSTOM' AND (h.schedule IS NULL OR starts_with(h.schedule, 'O_'))",
                    row -> "A custom job that runs once is scheduled again with POST /OrchestratorJobs/Custom."),
            new Judge(
                    "h.kind = 'CUSTOM' AND h.schedule IS NOT NULL AND (starts_with(h.schedule, 'I_') OR starts_with(h.schedule, 'D_'))",
                    row -> "This custom job runs again by itself (" + words(row.schedule()) + ")."),
            new Judge(
                    "h.kind = 'CUSTOM' AND NOT EXISTS (SELECT FROM scheduled_job j WHERE j.agent_id = h.agent_id AND j.id = h.job_id)",
                    row ->
                            "This job was taken off the schedule; schedule it again with POST /OrchestratorJobs/Custom."),
            new Judge(
                    "h.store_id IS NOT NULL AND NOT EXISTS (SELECT FROM certificate_store s WHERE s.id = h.store_id)",
                    row -> "Its certificate store was deleted."),
            new Judge(
                    "NOT EXISTS (SELECT FROM agent g WHERE g.id = h.agent_id)",
                    row -> "Its orchestrator was deleted."));

    /** A job that does the same is waiting already. */
    static final Judge EQUAL_SCHEDULED = new Judge("""
            h.kind <> 'CUSTOM' AND EXISTS (
              SELECT FROM scheduled_job j
               WHERE j.agent_id = h.agent_id AND j.job_type_id = h.job_type_id AND j.store_id IS NOT DISTINCT FROM h.store_id
                 AND j.target IS NOT DISTINCT FROM h.target AND j.fields = h.fields)
            """, row -> "An equal job is on the schedule already.");

    private Reschedulable() {}

    private static String words(@Nullable String schedule) {
        return schedule != null && schedule.startsWith("D_") ? "daily" : "at an interval";
    }
}
