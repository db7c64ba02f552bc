package io.quartermaster.cli.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges, when all is over, whether what ran is what should have run. There are two witnesses, the server's history and
 * the agent's log; both have to agree with what was asked for, attempt by attempt.
 */
final class ProveWhatRan {
    private ProveWhatRan() {}

    /**
     * What came out.
     *
     * @param byQuery jobs that the query took back
     * @param begunBefore jobs that it selects, but that had begun by then
     * @param byId jobs taken back by id
     * @param told jobs of these that the agent held, asked for, and was told that they are cancelled
     * @param ran jobs that ran, each once
     */
    record Proof(int scheduled, int byQuery, int begunBefore, int byId, int told, int ran) {}

    /**
     * @param scheduled ids of all jobs
     * @param history all attempts of jobs of their type
     * @throws DemoFailure naming the first job that contradicts
     */
    static Proof judge(
            Collection<String> scheduled, List<TakenBack> takenBack, List<HistoryRow> history, AgentRecord agent) {
        Map<String, HistoryRow> rows = new HashMap<>();
        for (HistoryRow row : history) {
            if (rows.put(row.jobId(), row) != null) {
                throw new DemoFailure("The job " + row.jobId() + " ran more than once.");
            }
            if (!row.succeeded()) {
                throw new DemoFailure("The job " + row.jobId() + " ended with Result " + row.result() + ", Status "
                        + row.status() + ".");
            }
        }
        Set<String> gone = new HashSet<>();
        int byQuery = 0;
        int begunBefore = 0;
        for (TakenBack one : takenBack) {
            for (String jobId : one.asked()) {
                HistoryRow row = rows.get(jobId);
                if (row == null) {
                    gone.add(jobId);
                    byQuery += one.byQuery() ? 1 : 0;
                } else if (one.byQuery() && !row.begun().isAfter(one.answered())) {
                    begunBefore++;
                } else {
                    throw new DemoFailure("The job " + jobId + " began at " + row.begun()
                            + " although it was unscheduled" + " at " + one.answered() + ".");
                }
            }
        }
        Set<String> expected = new HashSet<>(scheduled);
        expected.removeAll(gone);
        requireSame("history", expected, rows.keySet());
        requireSame("agent's log", expected, agent.begun().keySet());
        for (HistoryRow row : history) {
            List<Long> begun = agent.begun().getOrDefault(row.jobId(), List.of());
            if (!begun.equals(List.of(row.id()))) {
                throw new DemoFailure("The history has attempt " + row.id() + " of the job " + row.jobId()
                        + ", the agent's log " + begun + ".");
            }
        }
        // An agent that registers while one of its jobs ends may find it in the new list and ask again; that a job is
        // over
        // is answered like that it was unscheduled. Only the unscheduled ones prove something.
        Set<String> told = new HashSet<>(agent.cancelled());
        told.retainAll(gone);
        if (told.isEmpty()) {
            throw new DemoFailure("No unscheduled job was asked for by the agent, so that it is told so was not shown;"
                    + " this happens when its heartbeats come first each time.");
        }
        return new Proof(
                Set.copyOf(scheduled).size(), byQuery, begunBefore, gone.size() - byQuery, told.size(), rows.size());
    }

    private static void requireSame(String witness, Set<String> expected, Set<String> found) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(found);
        List<String> tooMany = new ArrayList<>(found);
        tooMany.removeAll(expected);
        if (!missing.isEmpty()) {
            throw new DemoFailure("By the " + witness + ", " + missing.size()
                    + " jobs that nobody unscheduled did not run," + " for example " + missing.getFirst() + ".");
        }
        if (!tooMany.isEmpty()) {
            throw new DemoFailure("By the " + witness + ", " + tooMany.size() + " jobs ran that should not have,"
                    + " for example " + tooMany.getFirst() + ".");
        }
    }
}
