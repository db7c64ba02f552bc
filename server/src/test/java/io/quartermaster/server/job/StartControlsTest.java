package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.control.CapSubject;
import io.quartermaster.server.control.Pause;
import io.quartermaster.server.control.PauseSubject;
import io.quartermaster.server.control.QuietHours;
import io.quartermaster.server.control.QuietHoursRequest;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.JobExplanation.Check;
import io.quartermaster.server.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pauses, quiet hours and caps at the hand-out, on real PostgreSQL with a clock that stands still. */
class StartControlsTest {
    private static final Caller ADMIN = JobFixture.caller("/");
    private static final int CONTAINER = 5;

    private final JobFixture fixture = new JobFixture();
    private final UUID agent = fixture.agent("edge-01.example.net");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Pause pause(PauseSubject subject) {
        return fixture.pauseJobs.run(ADMIN, subject, "The database moves", null);
    }

    private Check check(UUID job, Obstacle obstacle) {
        return fixture.explainJob.run(ADMIN, job).checks().stream()
                .filter(found -> found.code().equals(obstacle.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPausedJobIsNeitherListedNorHandedOutAndItsAgentAsksAnewOnceItIsResumed() {
        UUID job = fixture.immediateJob(agent);
        Pause pause = pause(new PauseSubject.OfAgent(agent));
        assertThat(fixture.listed(agent)).isEmpty();
        AgentSession session = fixture.session(agent);
        assertThat(fixture.configure(session, job).auditId()).isZero();
        assertThat(fixture.configure(session, job).jobCancelled()).isFalse();
        assertThat(check(job, Obstacle.PAUSED).message())
                .isEqualTo("It is paused by CORP\\alice since 2026-03-29T00:59:00Z: The database moves");
        fixture.resumeJobs.run(ADMIN, pause.id());
        assertThat(fixture.isStale(session)).isTrue();
        assertThat(fixture.listed(agent)).containsExactly(job);
        assertThat(fixture.configure(session, job).auditId()).isPositive();
    }

    @Test
    void aPauseHoldsTheJobsItIsAboutAndNoOthers() {
        UUID other = fixture.agent("edge-02.example.net");
        UUID custom = fixture.immediateJob(agent);
        UUID inContainer = fixture.storeJob(agent, JobKind.INVENTORY, fixture.store(agent, CONTAINER));
        UUID inNone = fixture.storeJob(agent, JobKind.MANAGEMENT, fixture.store(agent, null));
        UUID ofOther = fixture.immediateJob(other);
        List<UUID> all = List.of(custom, inContainer, inNone, ofOther);
        assertHolds(new PauseSubject.OfAgent(agent), all, List.of(custom, inContainer, inNone));
        assertHolds(new PauseSubject.InContainer(CONTAINER), all, List.of(inContainer));
        assertHolds(new PauseSubject.OfJobType("inventory"), all, List.of(inContainer));
        assertHolds(new PauseSubject.OfJobType("restartSERVICE"), all, List.of(custom, ofOther));
        assertHolds(
                new PauseSubject.ByQuery("ClientMachine -eq \"edge-02.example.net\" OR JobType -contains \"Manage\""),
                all,
                List.of(inNone, ofOther));
    }

    private void assertHolds(PauseSubject subject, List<UUID> jobs, List<UUID> held) {
        Pause pause = pause(subject);
        assertThat(jobs.stream()
                        .filter(job -> fixture.obstacle(job).equals(java.util.Optional.of("PAUSED")))
                        .toList())
                .as(subject.words())
                .isEqualTo(held);
        fixture.resumeJobs.run(ADMIN, pause.id());
    }

    @Test
    void aPauseByQueryAlsoHoldsJobsThatAreMadeLater() {
        pause(new PauseSubject.ByQuery("JobType -eq \"RestartService\""));
        UUID job = fixture.immediateJob(agent);
        assertThat(fixture.listed(agent)).isEmpty();
        assertThat(fixture.configure(fixture.session(agent), job).auditId()).isZero();
    }

    @Test
    void aPauseWithAnEndEndsByItself() {
        UUID job = fixture.immediateJob(agent);
        Instant until = fixture.now().plus(Duration.ofMinutes(10));
        fixture.pauseJobs.run(ADMIN, new PauseSubject.OfAgent(agent), "For ten minutes", until);
        AgentSession session = fixture.session(agent);
        assertThat(check(job, Obstacle.PAUSED).until()).isEqualTo(until);
        fixture.advance(Duration.ofMinutes(9));
        assertThat(fixture.resumeJobs.runEnded()).isZero();
        assertThat(fixture.isStale(session)).isFalse();
        fixture.advance(Duration.ofMinutes(1));
        assertThat(fixture.resumeJobs.runEnded()).isEqualTo(1);
        assertThat(fixture.isStale(session)).isTrue();
        assertThat(fixture.obstacle(job)).isEmpty();
    }

    @Test
    void pausesAndQuietHoursOfAContainerNeedThePermissionToScheduleForIt() {
        fixture.store(agent, CONTAINER);
        Caller ofOther = JobFixture.caller("/agents/management/modify/", "/certificate_stores/schedule/6/");
        assertThatThrownBy(() ->
                        fixture.pauseJobs.run(ofOther, new PauseSubject.InContainer(CONTAINER), "No reason", null))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("/certificate_stores/schedule/5/");
        assertThatThrownBy(() -> fixture.setQuietHours.run(ofOther, nights("22:00", "06:00", List.of(1))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("/certificate_stores/schedule/5/");
        Pause pause = pause(new PauseSubject.InContainer(CONTAINER));
        assertThatThrownBy(() -> fixture.resumeJobs.run(ofOther, pause.id())).isInstanceOf(CommandException.class);
    }

    private static QuietHoursRequest.Checked nights(String from, String to, List<Integer> days) {
        return new QuietHoursRequest(CONTAINER, new ArrayList<>(days), from, to, "Europe/Berlin", "Backup").checked();
    }

    @Test
    void quietHoursOverMidnightFollowTheClockOnTheWallAlsoInTheNightItIsPutForward() {
        // It is 01:59 on Sunday in Berlin, and about to become 03:00.
        UUID job = fixture.storeJob(agent, JobKind.INVENTORY, fixture.store(agent, CONTAINER));
        UUID elsewhere = fixture.storeJob(agent, JobKind.INVENTORY, fixture.store(agent, null));
        fixture.wakeHeldJobs.run();
        fixture.setQuietHours.run(ADMIN, nights("22:00", "03:30", List.of(6)));
        AgentSession session = fixture.session(agent);
        assertThat(fixture.obstacle(job)).contains("QUIET_HOURS");
        assertThat(fixture.obstacle(elsewhere)).isEmpty();
        assertThat(check(job, Obstacle.QUIET_HOURS).until()).isEqualTo("2026-03-29T01:30:00Z");
        fixture.advance(Duration.ofMinutes(30));
        assertThat(fixture.wakeHeldJobs.run()).isZero();
        assertThat(fixture.configure(session, job).auditId()).isZero();
        fixture.advance(Duration.ofMinutes(1));
        assertThat(fixture.wakeHeldJobs.run()).isEqualTo(1);
        assertThat(fixture.isStale(session)).isTrue();
        assertThat(fixture.configure(session, job).auditId()).isPositive();
    }

    @Test
    void quietHoursThatAreRemovedHoldNothingAnyMore() {
        UUID job = fixture.storeJob(agent, JobKind.INVENTORY, fixture.store(agent, CONTAINER));
        QuietHours quiet = fixture.setQuietHours.run(ADMIN, nights("00:00", "24:00", List.of(0)));
        AgentSession session = fixture.session(agent);
        assertThat(fixture.obstacle(job)).contains("QUIET_HOURS");
        fixture.removeQuietHours.run(ADMIN, quiet.id());
        assertThat(fixture.isStale(session)).isTrue();
        assertThat(fixture.obstacle(job)).isEmpty();
    }

    @Test
    void underACapTheRestWaitsAndIsToldWhenThereIsRoom() {
        UUID other = fixture.agent("edge-02.example.net");
        UUID first = fixture.immediateJob(agent);
        UUID second = fixture.immediateJob(other);
        fixture.setCap.run(ADMIN, new CapSubject.All(), 1);
        AgentSession session = fixture.session(agent);
        AgentSession sessionOfOther = fixture.session(other);
        long attempt = fixture.configure(session, first).auditId();
        assertThat(attempt).isPositive();
        assertThat(fixture.listed(other)).isEmpty();
        assertThat(fixture.configure(sessionOfOther, second).auditId()).isZero();
        assertThat(check(second, Obstacle.CAP_REACHED).message())
                .isEqualTo("As many jobs run in all as are allowed: 1.");
        fixture.wakeHeldJobs.run();
        assertThat(fixture.isStale(sessionOfOther)).isFalse();
        fixture.complete(session, first, attempt, 2);
        fixture.wakeHeldJobs.run();
        assertThat(fixture.isStale(sessionOfOther)).isTrue();
        assertThat(fixture.configure(fixture.session(other), second).auditId()).isPositive();
    }

    @Test
    void aCapCountsOnTheAgentOrTheStoreTypeItIsAbout() {
        UUID other = fixture.agent("edge-02.example.net");
        UUID onStore = fixture.storeJob(agent, JobKind.INVENTORY, fixture.store(agent, null));
        UUID onOtherStore = fixture.storeJob(other, JobKind.INVENTORY, fixture.store(other, null));
        fixture.setCap.run(ADMIN, new CapSubject.EachAgent(), 2);
        fixture.setCap.run(ADMIN, new CapSubject.OfStoreType("test"), 1);
        UUID custom = fixture.immediateJob(agent);
        UUID third = fixture.immediateJob(agent);
        AgentSession session = fixture.session(agent);
        assertThat(fixture.configure(session, onStore).auditId()).isPositive();
        assertThat(fixture.obstacle(onOtherStore)).contains("CAP_REACHED");
        assertThat(fixture.configure(session, custom).auditId()).isPositive();
        assertThat(fixture.configure(session, third).auditId()).isZero();
        assertThat(fixture.configure(fixture.session(other), fixture.immediateJob(other))
                        .auditId())
                .isPositive();
    }

    @Test
    void aCapIsExactWhenManyAgentsAskAtOnce() throws Exception {
        fixture.setCap.run(ADMIN, new CapSubject.All(), 3);
        List<AgentSession> sessions = new ArrayList<>();
        List<UUID> jobs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            UUID one = fixture.agent("edge-1" + i + ".example.net");
            jobs.add(fixture.immediateJob(one));
            sessions.add(fixture.session(one));
        }
        List<Future<Long>> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < jobs.size(); i++) {
                AgentSession session = sessions.get(i);
                UUID job = jobs.get(i);
                answers.add(threads.submit(() -> fixture.configure(session, job).auditId()));
            }
        }
        long begun = 0;
        for (Future<Long> answer : answers) {
            begun += answer.get() > 0 ? 1 : 0;
        }
        assertThat(begun).isEqualTo(3);
        assertThat(fixture.one("SELECT count(*) FROM attempt_in_process")).isEqualTo(3);
    }
}
