package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentStatus;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When a job may start: the conditions in the order in which they are asked. This is the only place that knows them.
 * {@link JobHandout} lists no due job that one of them keeps from starting, {@link ConfigureJob} refuses it with the first
 * one's sentence, and {@link ExplainJob} shows them all.
 */
final class StartJudges {
    /** SQL over {@code scheduled_job e} and {@code j}, which has a store: e is handed out before j. */
    static final String COMES_BEFORE = """
            e.store_id = j.store_id AND e.agent_id = j.agent_id AND e.state = 'SCHEDULED'
            AND (e.next_run, e.id) < (j.next_run, j.id)
            """;

    private static final String BEHIND = "Another job of this certificate store comes first.";

    static final List<StartJudge> ALL = List.of(
            StartJudge.atHandOut(
                    Obstacle.IN_PROCESS,
                    "j.state <> 'SCHEDULED'",
                    facts -> facts.running() == null
                            ? "An attempt of it runs now."
                            : "Attempt " + facts.running().historyId() + " of it runs since "
                                    + facts.running().start() + ".",
                    facts -> "No attempt of it runs."),
            StartJudge.atHandOut(
                            Obstacle.NOT_DUE,
                            "j.next_run > :dueBy",
                            facts -> "This job is due at " + facts.job().nextRun() + ".",
                            facts -> "It is due since " + facts.job().nextRun() + ".")
                    .endingAt(facts -> facts.job().nextRun()),
            StartJudge.ofTheAgent(
                    Obstacle.AGENT_NOT_APPROVED,
                    "NOT EXISTS (SELECT FROM agent g WHERE g.id = j.agent_id AND g.status = "
                            + AgentStatus.APPROVED.number() + ")",
                    facts -> facts.agent() == null
                            ? "There is no orchestrator " + facts.job().agentId() + " any more."
                            : "Orchestrator " + facts.agentName() + " is not approved; its status is "
                                    + facts.agent().status().title() + ".",
                    facts -> "Orchestrator " + facts.agentName() + " is approved."),
            StartJudge.ofTheAgent(
                    Obstacle.AGENT_SILENT,
                    "NOT EXISTS (SELECT FROM agent_presence p WHERE p.agent_id = j.agent_id AND p.last_seen > :heardAfter)",
                    facts -> facts.agent() == null || facts.agent().lastSeen() == null
                            ? "Orchestrator " + facts.agentName() + " has never called."
                            : "Orchestrator " + facts.agentName() + " has not called since "
                                    + facts.agent().lastSeen() + ".",
                    facts -> "Orchestrator " + facts.agentName() + " called"
                            + (facts.agent() == null || facts.agent().lastSeen() == null
                                    ? "."
                                    : " at " + facts.agent().lastSeen() + ".")),
            StartJudge.ofTheAgent(
                    Obstacle.AGENT_NOT_CAPABLE,
                    """
                    NOT EXISTS (SELECT FROM agent g, unnest(g.capabilities) AS c (name)
                                 WHERE g.id = j.agent_id AND lower(c.name) = ANY (:capabilities))
                    """,
                    facts -> "Orchestrator " + facts.agentName() + " did not announce the capability "
                            + facts.capabilities().getFirst() + ".",
                    facts -> "Orchestrator " + facts.agentName() + " announced the capability "
                            + facts.capabilities().getFirst() + "."),
            StartJudge.atHandOut(
                    Obstacle.STORE_NOT_APPROVED,
                    "(j.store_id IS NOT NULL AND EXISTS (SELECT FROM certificate_store s WHERE s.id = j.store_id AND NOT s.approved))",
                    facts -> "Its certificate store is not approved.",
                    facts -> facts.job().store() == null
                            ? "It acts on no certificate store."
                            : "Its certificate store is approved."),
            StartJudge.atHandOut(
                            Obstacle.STORE_BUSY,
                            "(j.store_id IS NOT NULL AND EXISTS (SELECT FROM attempt_in_process a WHERE a.store_id = j.store_id AND a.job_id <> j.id))",
                            facts -> BEHIND,
                            facts -> "No other job of its certificate store runs.")
                    .explainedBy(facts -> facts.onStore() == null
                            ? ""
                            : " It is " + facts.onStore().words() + ", which runs since "
                                    + facts.onStore().at() + "."),
            StartJudge.atHandOut(
                            Obstacle.BEHIND_ANOTHER,
                            // The order is that of the due times; ids grow with time, so two of one minute go as they
                            // were
                            // asked for.
                            "(j.store_id IS NOT NULL AND EXISTS (SELECT FROM scheduled_job e WHERE " + COMES_BEFORE
                                    + "))",
                            facts -> BEHIND,
                            facts -> "No other job of its certificate store comes before it.")
                    .explainedBy(facts -> facts.ahead() == null
                            ? ""
                            : " It is " + facts.ahead().words() + ", due since "
                                    + facts.ahead().at() + "."),
            StartJudge.atHandOut(
                            Obstacle.QUIET_HOURS,
                            "(j.store_id IS NOT NULL AND EXISTS (SELECT FROM quiet_hours q WHERE "
                                    + Controls.QUIET_HOURS_COVER + " AND " + Controls.quietAt(":now") + "))",
                            facts -> facts.quiet() == null
                                    ? "Its container has quiet hours."
                                    : "Its container has quiet hours until "
                                            + facts.quiet().endAfter(facts.now()) + ": "
                                            + facts.quiet().reason(),
                            facts -> "There are no quiet hours for it now.")
                    .endingAt(facts ->
                            facts.quiet() == null ? null : facts.quiet().endAfter(facts.now())),
            StartJudge.atHandOut(
                            Obstacle.PAUSED,
                            "EXISTS (SELECT FROM job_pause p WHERE " + Controls.PAUSE_IN_FORCE + " AND "
                                    + Controls.PAUSE_HOLDS + ")",
                            facts -> facts.pause() == null
                                    ? "It is paused."
                                    : "It is paused by " + facts.pause().pausedBy() + " since "
                                            + facts.pause().since() + ": "
                                            + facts.pause().reason(),
                            facts -> "It is not paused.")
                    .endingAt(facts ->
                            facts.pause() == null ? null : facts.pause().until()),
            StartJudge.atHandOut(
                    Obstacle.WAVE_HELD,
                    """
                    (j.rollout_id IS NOT NULL
                     AND EXISTS (SELECT FROM rollout r WHERE r.id = j.rollout_id AND (r.state = 'STOPPED' OR j.wave > r.wave)))
                    """,
                    facts -> facts.wave() == null || facts.wave().stopped()
                            ? "The rollout it belongs to was stopped."
                            : "It belongs to wave " + facts.wave().wave() + " of a rollout that is at wave "
                                    + facts.wave().currentWave() + ".",
                    facts -> facts.wave() == null ? "It belongs to no rollout." : "Its wave of the rollout has come."),
            StartJudge.atHandOut(
                    Obstacle.CAP_REACHED,
                    Controls.SOME_CAP_FULL,
                    facts -> facts.cap() == null
                            ? "As many jobs run as are allowed."
                            : "As many jobs run " + facts.cap().of() + " as are allowed: "
                                    + facts.cap().runningMax() + ".",
                    facts -> "No cap on running jobs is reached."));

    /** What the server decides by when an agent asks for a job, in the order in which it is asked. */
    static final List<StartJudge> AT_HAND_OUT =
            ALL.stream().filter(StartJudge::atHandOut).toList();

    /** SQL, true for a due job on the schedule that may start. */
    static final String DUE_MAY_START = AT_HAND_OUT.stream()
            .filter(judge -> judge.obstacle() != Obstacle.IN_PROCESS && judge.obstacle() != Obstacle.NOT_DUE)
            .map(judge -> "NOT " + parenthesized(judge))
            .collect(Collectors.joining(" AND ", "(", ")"));

    private StartJudges() {}

    static String parenthesized(StartJudge judge) {
        return "(" + judge.blocksWhen() + ")";
    }
}
