package io.quartermaster.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.custom.CustomHandler;
import io.quartermaster.agent.fake.FakeJob;
import io.quartermaster.agent.fake.RecordedLog;
import io.quartermaster.agent.protocol.JobEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobBoardTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:00Z");

    private final RecordedLog log = new RecordedLog();
    private final JobHandlers handlers = new JobHandlers(List.of(new CustomHandler(new FakeJob(), Map.of())));
    private final JobBoard board = new JobBoard(handlers, false, log);

    @Test
    void dueJobsComeByPriorityAndThenInTheOrderOfTheList() {
        board.replaceWith(List.of(entry("a", null, 5), entry("b", "O_2026-11-23T10:00", 5), entry("c", null, 3)), NOW);
        assertThat(List.of(take(NOW), take(NOW), take(NOW), take(NOW))).containsExactly("c", "a", "b", "none");
    }

    @Test
    void aJobOfALaterMomentWaitsForIt() {
        board.replaceWith(List.of(entry("a", "O_2026-11-23T11:00", 5)), NOW);
        assertThat(board.nextDue()).contains(Instant.parse("2026-11-23T11:00:00Z"));
        assertThat(take(NOW)).isEqualTo("none");
        assertThat(take(Instant.parse("2026-11-23T11:00:00Z"))).isEqualTo("a");
        assertThat(board.nextDue()).isEmpty();
    }

    @Test
    void aRecurringJobIsPutBackAndAOneTimeJobIsNot() {
        board.replaceWith(List.of(entry("a", "I_10", 5), entry("b", null, 5)), NOW);
        assertThat(take(NOW)).isEqualTo("b");
        Instant later = NOW.plus(Duration.ofMinutes(12));
        assertThat(take(later)).isEqualTo("a");
        assertThat(board.jobIds()).containsExactly("a");
        assertThat(board.nextDue()).contains(later.plus(Duration.ofMinutes(10)));
    }

    @Test
    void aJobThatStillRunsIsNotStartedASecondTime() {
        board.replaceWith(List.of(entry("a", null, 5), entry("b", null, 5)), NOW);
        assertThat(board.takeDue(NOW, Set.of("a")).map(HeldJob::jobId)).contains("b");
        assertThat(board.takeDue(NOW, Set.of("a"))).isEmpty();
        assertThat(take(NOW)).isEqualTo("none");
        assertThat(take(NOW.plus(JobBoard.STILL_RUNNING_PAUSE))).isEqualTo("a");
    }

    @Test
    void aJobThatIsWantedNowIsDueWhateverItsScheduleSaysAndGoesBackToIt() {
        board.replaceWith(List.of(entry("a", "I_60", 5), entry("b", "O_2026-12-24T00:00", 5)), NOW);
        assertThat(board.makeDue("c", NOW)).isFalse();
        assertThat(board.makeDue("a", NOW)).isTrue();
        assertThat(board.makeDue("a", NOW)).isTrue();
        assertThat(take(NOW)).isEqualTo("a");
        assertThat(take(NOW)).isEqualTo("none");
        assertThat(board.nextDue()).contains(NOW.plus(Duration.ofMinutes(60)));
    }

    @Test
    void aNewListReplacesTheOldOne() {
        board.replaceWith(List.of(entry("a", null, 5)), NOW);
        board.replaceWith(List.of(entry("b", null, 5)), NOW);
        assertThat(board.jobIds()).containsExactly("b");
    }

    @Test
    void entriesThatCannotBeDoneAreLeftOutAndLogged() {
        board.replaceWith(
                List.of(
                        new JobEntry("u", "x", "Custom.Unknown", "/c", "/d", null, null, 5),
                        new JobEntry("../../etc", null, "Custom.Fake", "/c", "/d", null, null, 5),
                        new JobEntry(null, null, "Custom.Fake", "/c", "/d", null, null, 5),
                        new JobEntry("e", null, "Custom.Fake", null, "/d", null, null, 5),
                        entry("s", "I_0", 5),
                        entry("good", null, 5)),
                NOW);
        assertThat(board.jobIds()).containsExactly("good");
        assertThat(log.lines)
                .containsExactly(
                        "Job u left out: its type (Custom.Unknown, x) is none of this agent's.",
                        "Job ../../etc left out: its id is missing or no GUID",
                        "Job null left out: its id is missing or no GUID",
                        "Job e left out: it has no endpoint to configure or complete it",
                        "Job s left out: The schedule \"I_0\" is none that this agent knows.");
    }

    @Test
    void aOneShotAgentRunsRecurringJobsOnceAndLeavesLaterOnes() {
        JobBoard oneShot = new JobBoard(handlers, true, log);
        oneShot.replaceWith(
                List.of(entry("a", "I_60", 5), entry("b", "O_2099-01-01T00:00", 5), entry("c", null, 5)), NOW);
        assertThat(oneShot.takeDue(NOW, Set.of()).map(HeldJob::jobId)).contains("a");
        assertThat(oneShot.takeDue(NOW, Set.of()).map(HeldJob::jobId)).contains("c");
        assertThat(oneShot.nextDue()).isEmpty();
    }

    private String take(Instant now) {
        return board.takeDue(now, Set.of()).map(HeldJob::jobId).orElse("none");
    }

    private static JobEntry entry(String id, @Nullable String schedule, int priority) {
        return new JobEntry(id, null, "custom.FAKE", "/c", "/d", schedule, null, priority);
    }
}
