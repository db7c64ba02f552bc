package io.quartermaster.server.sim;

import io.quartermaster.agent.sim.SimulatedAgent;
import io.quartermaster.server.db.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What must be true of the database and of what the agents did, after every step. */
final class Invariants {
    /** Each part finds rows that must not be; the first column says what is wrong with them. */
    private static final String CONTRADICTIONS = """
            SELECT 'attempt without a running history row: ' || a.job_id FROM attempt_in_process a
             WHERE NOT EXISTS (SELECT FROM job_history h WHERE h.agent_id = a.agent_id AND h.id = a.history_id AND h.status = 2)
            UNION ALL
            SELECT 'history row in process without an attempt: ' || h.id FROM job_history h
             WHERE h.status = 2 AND NOT EXISTS (SELECT FROM attempt_in_process a WHERE a.history_id = h.id)
            UNION ALL
            SELECT 'job in process without an attempt: ' || j.id FROM scheduled_job j
             WHERE j.state = 'IN_PROCESS' AND NOT EXISTS (SELECT FROM attempt_in_process a WHERE a.job_id = j.id)
            UNION ALL
            SELECT 'scheduled job with an attempt: ' || j.id FROM scheduled_job j
             WHERE j.state = 'SCHEDULED' AND EXISTS (SELECT FROM attempt_in_process a WHERE a.job_id = j.id)
            UNION ALL
            SELECT 'two attempts on one store: ' || store_id FROM attempt_in_process
             WHERE store_id IS NOT NULL GROUP BY store_id HAVING count(*) > 1
            UNION ALL
            SELECT 'a job handed to two agents: ' || job_id FROM job_history GROUP BY job_id HAVING count(DISTINCT agent_id) > 1
            UNION ALL
            SELECT 'a rollout counts wrong: ' || w.rollout_id FROM rollout_wave w
             WHERE w.ended <> (SELECT count(*) FROM rollout_job rj WHERE rj.rollout_id = w.rollout_id AND rj.wave = w.wave AND rj.outcome IS NOT NULL)
            UNION ALL
            SELECT 'a finished row without an end: ' || id FROM job_history WHERE status <> 2 AND operation_end IS NULL
            UNION ALL
            SELECT 'an unscheduled job on the schedule: ' || j.id FROM scheduled_job j JOIN unscheduled_job u ON u.id = j.id
            UNION ALL
            SELECT 'success claimed without the agent''s word: ' || id FROM job_history WHERE result = 2 AND lost
            LIMIT 1
            """;

    private final Database database;
    private final List<SimulatedAgent> agents;
    private final Map<UUID, Long> unscheduledAfter;
    private final Controls controls;
    private final Map<Long, String> begunBy = new HashMap<>();
    private final Map<String, Integer> begunSeen = new HashMap<>();
    private final Map<UUID, String> accounts = new HashMap<>();
    private long historySeen;

    /** @param unscheduledAfter of each unscheduled job, the newest number of the history at that moment */
    Invariants(Database database, List<SimulatedAgent> agents, Map<UUID, Long> unscheduledAfter, Controls controls) {
        this.database = database;
        this.agents = agents;
        this.unscheduledAfter = unscheduledAfter;
        this.controls = controls;
        this.historySeen = 0;
    }

    void check(String after) {
        noAttemptBeganThatMustNot(after);
        theAgentsRanOnlyWhatWasHandedOut(after);
        database.read(tx -> tx.createQuery(CONTRADICTIONS).mapTo(String.class).findFirst())
                .ifPresent(problem -> fail(after, problem));
    }

    /**
     * What a server has in memory is what the database says, right after it has read the changes; all sessions are asked for
     * that there ever were.
     */
    void checkMemory(List<SimulatedServer> level, String after) {
        Set<UUID> holding = new HashSet<>();
        database.read(tx -> tx.createQuery("""
                        SELECT s.token, a.client_machine,
                               a.status = 2 AND s.superseded_at IS NULL AND s.job_list_version = l.version AS holds
                          FROM agent_session s JOIN agent_job_list l USING (agent_id) JOIN agent a ON a.id = s.agent_id
                        """)
                .map((row, context) -> {
                    UUID token = row.getObject("token", UUID.class);
                    accounts.put(token, row.getString("client_machine"));
                    return row.getBoolean("holds") && holding.add(token);
                })
                .list());
        accounts.forEach((token, account) -> level.forEach(server -> {
            if (server.knows(token, account) && !holding.contains(token)) {
                fail(after, "a server goes on to say that session " + token + " of " + account + " holds");
            }
        }));
    }

    private void noAttemptBeganThatMustNot(String after) {
        Map<Long, UUID> begun = new LinkedHashMap<>();
        Map<Long, Instant> starts = new HashMap<>();
        database.read(tx -> tx.createQuery(
                        "SELECT id, job_id, operation_start FROM job_history WHERE id > :seen ORDER BY id")
                .bind("seen", historySeen)
                .map((row, context) -> {
                    starts.put(
                            row.getLong("id"),
                            row.getTimestamp("operation_start").toInstant());
                    return begun.put(row.getLong("id"), row.getObject("job_id", UUID.class)) == null;
                })
                .list());
        begun.forEach((historyId, jobId) -> {
            historySeen = Math.max(historySeen, historyId);
            Long last = unscheduledAfter.get(jobId);
            if (last != null && historyId > last) {
                fail(after, "attempt " + historyId + " of job " + jobId + " began after its unschedule");
            }
            String broken = controls.broken(historyId, starts.getOrDefault(historyId, Instant.MAX));
            if (broken != null) {
                fail(after, "attempt " + historyId + " of job " + jobId + " " + broken);
            }
        });
    }

    private void theAgentsRanOnlyWhatWasHandedOut(String after) {
        for (SimulatedAgent agent : agents) {
            List<SimulatedAgent.Begun> begun = agent.begun();
            int seen = begunSeen.getOrDefault(agent.name(), 0);
            for (SimulatedAgent.Begun attempt : begun.subList(seen, begun.size())) {
                String other = begunBy.putIfAbsent(attempt.auditId(), agent.name());
                if (other != null) {
                    fail(after, "attempt " + attempt.auditId() + " was begun by " + other + " and by " + agent.name());
                }
                long rows = database.read(tx -> tx.createQuery(
                                "SELECT count(*) FROM job_history WHERE id = :id AND job_id = CAST(:jobId AS uuid)")
                        .bind("id", attempt.auditId())
                        .bind("jobId", attempt.jobId())
                        .mapTo(Long.class)
                        .one());
                if (rows != 1) {
                    fail(after, agent.name() + " ran " + attempt + ", which was never handed out");
                }
            }
            begunSeen.put(agent.name(), begun.size());
        }
    }

    /** With nothing broken any more, every job that was left has come to its end. */
    void checkAtRest(Instant now, Function<UUID, String> why) {
        check("at rest");
        database.read(tx -> tx.createQuery("SELECT id FROM scheduled_job ORDER BY next_run, id LIMIT 1")
                        .mapTo(UUID.class)
                        .findFirst())
                .ifPresent(
                        job -> fail("at rest (" + now + ")", "job " + job + " is on the schedule: " + why.apply(job)));
        database.read(tx -> tx.createQuery("""
                        SELECT 'still in process at rest: ' || job_id FROM attempt_in_process
                        UNION ALL SELECT 'the self-check found ' || invariant || ' ' || subject FROM finding
                        UNION ALL SELECT 'a rollout not at its end at rest: ' || id || ' ' || state FROM rollout WHERE state <> 'COMPLETED'
                        LIMIT 1
                        """).mapTo(String.class).findFirst())
                .ifPresent(problem -> fail("at rest (" + now + ")", problem));
    }

    private static void fail(String after, String problem) {
        throw new AssertionError("After " + after + ": " + problem);
    }
}
