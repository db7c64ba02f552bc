package io.quartermaster.server.job;

import java.util.List;

/**
 * Which unscheduled jobs can be put back as they were: those whose agent, store and job type are still what they were.
 * {@code :unscheduledAt} is the moment of the unschedule.
 */
final class Restorable {
    static final List<Judge> CONDITIONS = List.of(
            new Judge(
                    "AGENT_GONE",
                    "NOT EXISTS (SELECT FROM agent g WHERE g.id = u.agent_id)",
                    "Its orchestrator was deleted."),
            new Judge(
                    "AGENT_RESET",
                    "EXISTS (SELECT FROM agent g WHERE g.id = u.agent_id AND g.reset_at >= :unscheduledAt)",
                    "Its orchestrator was reset since."),
            new Judge(
                    "AGENT_NOT_APPROVED",
                    "EXISTS (SELECT FROM agent g WHERE g.id = u.agent_id AND g.status <> 2)",
                    "Its orchestrator is not approved."),
            new Judge(
                    "STORE_GONE",
                    "u.store_id IS NOT NULL AND NOT EXISTS (SELECT FROM certificate_store s"
                            + " WHERE s.id = u.store_id AND s.agent_id = u.agent_id)",
                    "Its certificate store was deleted, or belongs to another orchestrator now."),
            new Judge(
                    "JOB_TYPE_GONE",
                    "u.kind = 'CUSTOM' AND NOT EXISTS (SELECT FROM custom_job_type t WHERE t.id = u.job_type_id)",
                    "Its job type was deleted."),
            new Judge(
                    "JOB_TYPE_CHANGED",
                    "u.kind = 'CUSTOM' AND EXISTS (SELECT FROM custom_job_type t"
                            + " WHERE t.id = u.job_type_id AND t.changed_at >= :unscheduledAt)",
                    "The name or the fields of its job type were changed since."),
            new Judge("EQUAL_SCHEDULED", """
                    EXISTS (SELECT FROM scheduled_job j
                             WHERE j.agent_id = u.agent_id AND j.requested_at > :unscheduledAt AND j.job_type_id = u.job_type_id
                               AND j.store_id IS NOT DISTINCT FROM u.store_id AND j.target IS NOT DISTINCT FROM u.target
                               AND j.schedule IS NOT DISTINCT FROM u.schedule AND j.fields = u.fields)
                    """, "An equal job was scheduled since."));

    private Restorable() {}
}
