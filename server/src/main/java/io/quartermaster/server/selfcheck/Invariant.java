package io.quartermaster.server.selfcheck;

import java.util.Arrays;
import java.util.List;

/**
 * A rule that always holds, since every command keeps it in one transaction. A row that breaks it shows a fault of the
 * server, or that somebody has changed the database by hand.
 *
 * <p>The condition is SQL that is true for a row {@code t} that breaks the rule. It needs no more than a few probes of an
 * index.
 */
enum Invariant {
    JOB_IN_PROCESS_WITHOUT_ATTEMPT(
            Source.JOBS,
            "Job %s counts as in process, and no attempt of it runs. It will not run again by itself.",
            "t.state = 'IN_PROCESS' AND NOT EXISTS (SELECT FROM attempt_in_process a"
                    + " WHERE a.agent_id = t.agent_id AND a.job_id = t.id)"),
    JOB_SCHEDULED_WITH_ATTEMPT(
            Source.JOBS,
            "Job %s counts as waiting for its next run, and an attempt of it runs.",
            "t.state = 'SCHEDULED' AND EXISTS (SELECT FROM attempt_in_process a"
                    + " WHERE a.agent_id = t.agent_id AND a.job_id = t.id)"),
    JOB_OF_NO_AGENT(
            Source.JOBS,
            "Job %s is on the schedule of an orchestrator that does not exist.",
            "NOT EXISTS (SELECT FROM agent g WHERE g.id = t.agent_id)"),
    JOB_UNSCHEDULED_AND_SCHEDULED(
            Source.JOBS,
            "Job %s was unscheduled and is on the schedule.",
            "EXISTS (SELECT FROM unscheduled_job u WHERE u.id = t.id)"),
    JOB_WITHOUT_NEXT_RUN(Source.JOBS, "Job %s is on the schedule without a next run.", "NOT isfinite(t.next_run)"),
    ATTEMPT_WITHOUT_HISTORY(
            Source.ATTEMPTS,
            "An attempt of job %s runs that the history does not know, or knows as over.",
            "NOT EXISTS (SELECT FROM job_history h WHERE h.id = t.history_id AND h.agent_id = t.agent_id"
                    + " AND h.job_id = t.job_id AND h.status = 2)"),
    ATTEMPT_PAST_ITS_LIMIT(
            Source.ATTEMPTS,
            "The attempt of job %s has been silent for too long, and was not closed as lost.",
            "t.lost_after < CAST(:now AS timestamptz) - interval '15 minutes'"),
    JOB_HANDED_OUT_TWICE(
            Source.ATTEMPTS,
            "Job %s is in process on two orchestrators.",
            "EXISTS (SELECT FROM attempt_in_process a WHERE a.job_id = t.job_id AND a.agent_id <> t.agent_id)"),
    HISTORY_OPEN_WITHOUT_ATTEMPT(
            Source.HISTORY,
            "Attempt %s counts as in process, and does not run.",
            "t.status = 2 AND NOT EXISTS (SELECT FROM attempt_in_process a"
                    + " WHERE a.agent_id = t.agent_id AND a.job_id = t.job_id AND a.history_id = t.id)"),
    HISTORY_WITHOUT_END(
            Source.HISTORY,
            "Attempt %s is over and has no time of its end.",
            "t.status <> 2 AND t.operation_end IS NULL"),
    HISTORY_OF_TWO_AGENTS(
            Source.HISTORY,
            "The job of attempt %s was also handed to another orchestrator.",
            "EXISTS (SELECT FROM job_history h WHERE h.job_id = t.job_id AND h.agent_id <> t.agent_id)"),
    HISTORY_WITHOUT_HAND_OUT(
            Source.HISTORY,
            "Attempt %s has no event that tells of its hand-out.",
            "NOT EXISTS (SELECT FROM job_event e WHERE e.agent_id = t.agent_id AND e.job_id = t.job_id"
                    + " AND e.history_id = t.id AND e.event = 'HANDED_OUT')"),
    HISTORY_WITHOUT_END_EVENT(
            Source.HISTORY,
            "Attempt %s is over, and no event tells how it ended.",
            "t.status <> 2 AND NOT EXISTS (SELECT FROM job_event e WHERE e.agent_id = t.agent_id"
                    + " AND e.job_id = t.job_id AND e.history_id = t.id"
                    + " AND e.event IN ('COMPLETED', 'RETRY_PLANNED', 'LOST', 'REPLACED'))"),
    /** Clocks of servers differ; a minute is more than they may. */
    BEGAN_AFTER_ITS_UNSCHEDULE(
            Source.HISTORY,
            "Attempt %s began after its job had been unscheduled.",
            "EXISTS (SELECT FROM unscheduled_job u JOIN job_operation o ON o.id = u.operation_id"
                    + " WHERE u.id = t.job_id AND t.operation_start > o.at + interval '1 minute')"),
    AGENT_WITHOUT_JOB_LIST(
            Source.AGENTS,
            "Orchestrator %s has no version of its job list, so it is never told of new jobs.",
            "NOT EXISTS (SELECT FROM agent_job_list l WHERE l.agent_id = t.id)");

    private final Source source;
    private final String words;
    private final String broken;

    Invariant(Source source, String words, String broken) {
        this.source = source;
        this.words = words;
        this.broken = broken;
    }

    static List<Invariant> of(Source source) {
        return Arrays.stream(values())
                .filter(invariant -> invariant.source == source)
                .toList();
    }

    String broken() {
        return broken;
    }

    /** In a sentence. */
    String words(String subject) {
        return words.formatted(subject);
    }
}
