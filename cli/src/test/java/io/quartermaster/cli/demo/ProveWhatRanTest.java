package io.quartermaster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The demo is worth nothing if its judge lets something through. Each test takes a run in which all is well and changes
 * one thing in it.
 */
class ProveWhatRanTest {
    private static final Instant UNSCHEDULED = Instant.parse("2026-11-23T10:00:10Z");
    private static final Instant BEFORE = UNSCHEDULED.minusSeconds(1);
    private static final Instant AFTER = UNSCHEDULED.plusMillis(1);

    private final List<String> scheduled = List.of("now-1", "now-2", "now-3", "later-1", "later-2");
    private final List<TakenBack> takenBack = List.of(
            new TakenBack(Set.of("later-1", "later-2"), true, UNSCHEDULED),
            new TakenBack(Set.of("now-3"), false, UNSCHEDULED));
    private final List<HistoryRow> history = new ArrayList<>(List.of(row(1, "now-1", BEFORE), row(2, "now-2", AFTER)));
    private final Map<String, List<Long>> begun = new HashMap<>(Map.of("now-1", List.of(1L), "now-2", List.of(2L)));
    private final Set<String> told = new HashSet<>(Set.of("now-3"));

    private static HistoryRow row(long id, String jobId, Instant begun) {
        return new HistoryRow(id, jobId, begun, HistoryRow.SUCCESS, HistoryRow.COMPLETED);
    }

    private ProveWhatRan.Proof judge() {
        return ProveWhatRan.judge(scheduled, takenBack, history, new AgentRecord(begun, Set.of(1L, 2L), told, 3, 5));
    }

    @Test
    void aRunInWhichAllIsWellIsCounted() {
        assertThat(judge()).isEqualTo(new ProveWhatRan.Proof(5, 2, 0, 1, 1, 2));
    }

    @Test
    void aJobThatTheQueryCameTooLateForCountsAsRun() {
        history.add(row(3, "later-1", BEFORE));
        begun.put("later-1", List.of(3L));

        assertThat(judge()).isEqualTo(new ProveWhatRan.Proof(5, 1, 1, 1, 1, 3));
    }

    @Test
    void aJobThatBeganAfterTheQueryTookItBackIsFound() {
        history.add(row(3, "later-1", AFTER));
        begun.put("later-1", List.of(3L));

        assertThatThrownBy(this::judge)
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("although it was unscheduled");
    }

    @Test
    void aJobTakenBackByIdMayNotHaveBegunAtAll() {
        history.add(row(3, "now-3", BEFORE));
        begun.put("now-3", List.of(3L));

        assertThatThrownBy(this::judge)
                .hasMessageContaining("now-3")
                .hasMessageContaining("although it was unscheduled");
    }

    @Test
    void aJobThatNobodyTookBackMustHaveRun() {
        history.removeLast();
        begun.remove("now-2");

        assertThatThrownBy(this::judge).hasMessageContaining("history").hasMessageContaining("did not run");
    }

    @Test
    void aJobThatOnlyTheAgentKnowsOfIsFound() {
        begun.put("later-2", List.of(9L));

        assertThatThrownBy(this::judge).hasMessageContaining("agent's log").hasMessageContaining("should not have");
    }

    @Test
    void aJobThatOnlyTheHistoryKnowsOfIsFound() {
        begun.remove("now-2");

        assertThatThrownBy(this::judge).hasMessageContaining("agent's log").hasMessageContaining("did not run");
    }

    @Test
    void aSecondAttemptIsFoundInEitherWitness() {
        begun.put("now-1", List.of(1L, 3L));
        assertThatThrownBy(this::judge).hasMessageContaining("attempt 1").hasMessageContaining("[1, 3]");

        history.add(row(3, "now-1", AFTER));
        assertThatThrownBy(this::judge).hasMessageContaining("ran more than once");
    }

    @Test
    void anAttemptThatFailedIsFound() {
        history.set(0, new HistoryRow(1, "now-1", BEFORE, 4, 5));

        assertThatThrownBy(this::judge).hasMessageContaining("now-1").hasMessageContaining("Result 4");
    }

    @Test
    void aJobThatRanAndWasAskedForOnceMoreProvesNothing() {
        told.clear();
        told.add("now-2");

        assertThatThrownBy(this::judge).hasMessageContaining("No unscheduled job was asked for");
    }

    @Test
    void withoutAJobThatTheAgentAskedForInVainNothingIsShown() {
        told.clear();

        assertThatThrownBy(this::judge).hasMessageContaining("was not shown");
    }
}
