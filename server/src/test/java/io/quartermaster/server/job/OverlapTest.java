package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a recurring job does that comes due while it runs, and chance in its next runs. The clock begins at 00:59. */
class OverlapTest {
    private static final Caller ADMIN = JobFixture.caller("/");

    private final JobFixture fixture = new JobFixture();
    private final UUID agent = fixture.agent("edge-01.example.net");
    private final AgentSession session = fixture.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    private UUID everyTenMinutes(Overlap overlap) {
        UUID job = fixture.customJob(agent, "I_10");
        fixture.setJobPolicy.run(ADMIN, job, new JobPolicy(overlap, 0));
        return job;
    }

    private Instant nextRun(UUID job) {
        return fixture.database
                .read(tx -> fixture.jobs.find(tx, job))
                .orElseThrow()
                .nextRun();
    }

    @Test
    void queuedTheRunFollowsAtOnceAndSeveralCountAsOne() {
        UUID job = everyTenMinutes(Overlap.QUEUE);
        long attempt = fixture.configure(session, job).auditId();
        fixture.advance(Duration.ofMinutes(35));
        fixture.complete(session, job, attempt, 2);
        assertThat(fixture.obstacle(job)).isEmpty();
        fixture.run(session, job, 2);
        assertThat(nextRun(job)).isEqualTo("2026-03-29T01:39:00Z");
    }

    @Test
    void skippedTheRunIsDroppedAndNotedAndTheNextOneIsOnTheGrid() {
        UUID job = everyTenMinutes(Overlap.SKIP);
        long attempt = fixture.configure(session, job).auditId();
        fixture.advance(Duration.ofMinutes(35));
        fixture.complete(session, job, attempt, 2);
        assertThat(nextRun(job)).isEqualTo("2026-03-29T01:39:00Z");
        assertThat(fixture.eventsOf(job)).isEqualTo("SCHEDULED CHANGED HANDED_OUT COMPLETED SKIPPED");
        assertThat(fixture.getJobTimeline.run(ADMIN, job, 0).entries().getLast().detail())
                .isEqualTo("The run due at 2026-03-29T01:09:00Z was dropped; the next is at 2026-03-29T01:39:00Z.");
    }

    @Test
    void skippingTouchesNoRunThatIsStillToCome() {
        UUID job = everyTenMinutes(Overlap.SKIP);
        long attempt = fixture.configure(session, job).auditId();
        fixture.advance(Duration.ofMinutes(9));
        fixture.complete(session, job, attempt, 2);
        assertThat(nextRun(job)).isEqualTo("2026-03-29T01:09:00Z");
        assertThat(fixture.eventsOf(job)).doesNotContain("SKIPPED");
    }

    @Test
    void replacedTheAttemptEndsAsAFailureAndTheNewRunStarts() {
        UUID job = everyTenMinutes(Overlap.REPLACE);
        long attempt = fixture.configure(session, job).auditId();
        fixture.advance(Duration.ofMinutes(9));
        assertThat(fixture.replaceAttempts.run()).isZero();
        fixture.advance(Duration.ofMinutes(1));
        assertThat(fixture.replaceAttempts.run()).isEqualTo(1);
        assertThat(fixture.replaceAttempts.run()).isZero();
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/3");
        assertThat(fixture.eventsOf(job)).isEqualTo("SCHEDULED CHANGED HANDED_OUT REPLACED");
        assertThat(fixture.getJobTimeline.run(ADMIN, job, 0).entries().getLast().detail())
                .isEqualTo("Replaced by the run due at 2026-03-29T01:09:00Z");
        assertThat(fixture.isStale(session)).isTrue();
        AgentSession later = fixture.session(agent);
        assertThat(fixture.configure(later, job).auditId()).isGreaterThan(attempt);
        fixture.complete(session, job, attempt, 2);
        assertThat(fixture.attemptsOf(job))
                .as("what it reports late is recorded")
                .isEqualTo("2/3 0/2");
    }

    @Test
    void chanceIsAddedToEachRunAndNeverAddsUp() {
        UUID job = fixture.customJob(agent, "I_10");
        fixture.setJobPolicy.run(ADMIN, job, new JobPolicy(Overlap.QUEUE, 300));
        Set<Long> chances = new HashSet<>();
        for (int run = 1; run <= 20; run++) {
            fixture.run(session, job, 2);
            Instant planned = Instant.parse("2026-03-29T00:59:00Z").plus(Duration.ofMinutes(10L * run));
            long chance = Duration.between(planned, nextRun(job)).toSeconds();
            assertThat(chance).isBetween(0L, 300L);
            chances.add(chance);
            fixture.clock.advance(Duration.between(fixture.now(), nextRun(job)));
        }
        assertThat(chances).hasSizeGreaterThan(10);
    }

    @Test
    void aNextRunThatIsToComeGetsItsChanceAtOnce() {
        UUID job = fixture.customJob(agent, "D_23:30");
        AgentSession before = fixture.session(agent);
        fixture.setJobPolicy.run(ADMIN, job, new JobPolicy(Overlap.QUEUE, 3_600));
        assertThat(nextRun(job)).isBetween("2026-03-29T23:30:00Z", "2026-03-30T00:30:00Z");
        assertThat(fixture.isStale(before)).isTrue();
        fixture.setJobPolicy.run(ADMIN, job, new JobPolicy(Overlap.QUEUE, 0));
        assertThat(nextRun(job)).isEqualTo("2026-03-29T23:30:00Z");
    }

    @Test
    void jobsThatRunOnceOrMoreOftenThanTheChanceAreRefused() {
        UUID once = fixture.immediateJob(agent);
        UUID often = fixture.customJob(agent, "I_1");
        assertThatThrownBy(() -> fixture.setJobPolicy.run(ADMIN, once, new JobPolicy(Overlap.SKIP, 0)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("runs once");
        assertThatThrownBy(() -> fixture.setJobPolicy.run(ADMIN, often, new JobPolicy(Overlap.QUEUE, 60)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("below 60");
    }

    @Test
    void thePolicyOfAStoresJobNeedsThePermissionToScheduleForItsContainer() {
        StorePlace store = fixture.store(agent, 5);
        UUID job = fixture.job(agent, JobKind.INVENTORY, "TESTInventory", store, "I_60");
        assertThatThrownBy(() -> fixture.setJobPolicy.run(
                        JobFixture.caller("/agents/management/modify/", "/certificate_stores/schedule/6/"),
                        job,
                        new JobPolicy(Overlap.SKIP, 0)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("/certificate_stores/schedule/5/");
    }
}
