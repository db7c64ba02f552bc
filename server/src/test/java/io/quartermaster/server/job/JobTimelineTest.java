package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.agent.AgentSession;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written down about single jobs. */
class JobTimelineTest {
    private final JobFixture fixture = new JobFixture();
    private final UUID agent = fixture.agent("edge-01.example.net");
    private final AgentSession session = fixture.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void progressIsNotedAtMostOnceAMinute() {
        UUID job = fixture.immediateJob(agent);
        fixture.configure(session, job);
        fixture.submit(session, job);
        fixture.submit(session, job);
        fixture.advance(Duration.ofSeconds(59));
        fixture.submit(session, job);
        assertThat(fixture.eventsOf(job)).isEqualTo("SCHEDULED HANDED_OUT PROGRESS");
        fixture.advance(Duration.ofSeconds(1));
        fixture.submit(session, job);
        assertThat(fixture.eventsOf(job)).isEqualTo("SCHEDULED HANDED_OUT PROGRESS PROGRESS");
    }

    @Test
    void aSignOfProgressPutsOffTheMomentAtWhichASilentAttemptIsLost() {
        UUID job = fixture.immediateJob(agent);
        fixture.configure(session, job);
        fixture.advance(Duration.ofMinutes(119));
        fixture.submit(session, job);
        fixture.advance(Duration.ofMinutes(119));
        assertThat(fixture.closeLostAttempts.run()).isZero();
        fixture.advance(Duration.ofMinutes(1));
        assertThat(fixture.closeLostAttempts.run()).isEqualTo(1);
    }

    @Test
    void aNewJobThatCanNeverRunIsWarnedOf() {
        fixture.database.runInTransaction(tx -> tx.execute("UPDATE agent SET capabilities = '{}' WHERE id = ?", agent));
        UUID job = fixture.immediateJob(agent);
        assertThat(fixture.eventsOf(job)).isEqualTo("SCHEDULED WARNING");
        assertThat(fixture.explainJob
                        .run(JobFixture.caller("/agents/management/read/"), job)
                        .warning())
                .isEqualTo("This job can never run as things are: Orchestrator edge-01.example.net did not announce the"
                        + " capability Custom.RestartService.");
    }

    @Test
    void aChangedScheduleIsNotedWithWhoChangedIt() {
        UUID job = fixture.customJob(agent, "D_23:30");
        fixture.database.runInTransaction(tx -> fixture.schedule.changeSchedule(
                tx,
                "CORP\\alice",
                List.of(job),
                io.quartermaster.server.schedule.Schedule.ofText("D_04:15"),
                fixture.now()));
        JobTimeline.Entry changed = fixture.getJobTimeline
                .run(JobFixture.caller("/agents/management/read/"), job, 0)
                .entries()
                .getLast();
        assertThat(changed.event()).isEqualTo(JobEvent.CHANGED);
        assertThat(changed.who()).isEqualTo("CORP\\alice");
        assertThat(changed.detail()).isEqualTo("Schedule D_04:15");
    }
}
