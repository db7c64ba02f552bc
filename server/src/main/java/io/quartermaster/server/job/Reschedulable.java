package io.quartermaster.server.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which history rows can be run again: failed attempts of the kinds that do not come again by themselves. */
final class Reschedulable {
    /** The state a row must be in. */
    static final Judge STATE = new Judge(
            "STATE", "NOT (h.result = 4 AND h.status IN (3, 4))", "Only a failed job that is over can be rescheduled.");

    /** What else a row in that state must be. */
    static final List<Judge> CONDITIONS = List.of(
            // First: what the others advise cannot be done with an agent that is gone.
            new Judge(
                    "AGENT_GONE",
                    "NOT EXISTS (SELECT FROM agent g WHERE g.id = h.agent_id)",
                    "Its orchestrator was deleted."),
            Judge.ofKind(
                    "KIND",
                    "h.kind IN ('INVENTORY', 'SSL_DISCOVERY', 'MONITORING', 'SSH_SYNC', 'SYNC')",
                    kind -> kind.genericName() + " jobs are changed with " + kind.changedWith() + "."),
            new Judge(
                    "LOGS",
                    "h.kind = 'FETCH_LOGS'",
                    "Logs are fetched again with POST /OrchestratorJobs/Custom or POST /Agents/{id}/FetchLogs."),
            new Judge(
                    "RUNS_ONCE",
                    "h.kind = 'CUSTOM' AND (h.schedule IS NULL OR starts_with(h.schedule, 'O_'))",
                    "A custom job that runs once is scheduled again with POST /OrchestratorJobs/Custom."),
            new Judge(
                    "RUNS_AGAIN",
                    "h.kind = 'CUSTOM' AND h.schedule IS NOT NULL AND (starts_with(h.schedule, 'I_') OR starts_with(h.schedule, 'D_'))",
                    kind -> "A custom job with an interval or a daily time runs again by itself.",
                    row -> "This custom job runs again by itself (" + words(row.schedule()) + ")."),
            new Judge(
                    "UNSCHEDULED",
                    "h.kind = 'CUSTOM' AND NOT EXISTS (SELECT FROM scheduled_job j WHERE j.agent_id = h.agent_id AND j.id = h.job_id)",
                    "This job was taken off the schedule; schedule it again with POST /OrchestratorJobs/Custom."),
            new Judge(
                    "STORE_GONE",
                    "h.store_id IS NOT NULL AND NOT EXISTS (SELECT FROM certificate_store s WHERE s.id = h.store_id)",
                    "Its certificate store was deleted."),
            new Judge(
                    "SECRETS_GONE",
                    """
                    h.kind <> 'CUSTOM' AND jsonb_path_exists(h.fields, '$.*.secret')
                    AND EXISTS (SELECT FROM jsonb_each(h.fields) AS v
                                 WHERE jsonb_path_exists(v.value, '$.secret')
                                   AND NOT EXISTS (SELECT FROM secret s WHERE CAST(s.id AS text) = v.value ->> 'secret'))
                    """,
                    "Its secrets are not kept any more, since the failure was acknowledged. Order it anew."));

    /** A job that does the same is waiting already. */
    static final Judge EQUAL_SCHEDULED = new Judge("EQUAL_SCHEDULED", """
            h.kind <> 'CUSTOM' AND EXISTS (
              SELECT FROM scheduled_job j
               WHERE j.agent_id = h.agent_id AND j.job_type_id = h.job_type_id AND j.store_id IS NOT DISTINCT FROM h.store_id
                 AND j.target IS NOT DISTINCT FROM h.target AND j.fields = h.fields)
            """, "An equal job is on the schedule already.");

    private Reschedulable() {}

    private static String words(@Nullable String schedule) {
        return schedule != null && schedule.startsWith("D_") ? "daily" : "at an interval";
    }
}
