package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.job.JobExplanation.Check;
import io.quartermaster.server.security.Caller;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the explanation of a job, the list for its agent and the hand-out never contradict each other.
 *
 * <p>Method: for each seed a random world of stores, jobs and attempts that changes step by step. After each step every
 * job on the schedule is explained and looked for in its agent's list, and one of them is asked for.
 */
final class StartAgreementTest {
    private static final int SEEDS = 20;
    private static final int STEPS = 25;
    private static final Caller READER = JobFixture.caller("/agents/management/read/");
    private static final Set<String> AT_HAND_OUT = StartJudges.AT_HAND_OUT.stream()
            .map(judge -> judge.obstacle().name())
            .collect(Collectors.toSet());

    private static final JobFixture FIXTURE = new JobFixture();

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whyTheListAndTheHandOutAgree(long seed) {
        StartWorld world = new StartWorld(FIXTURE, new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            String done = world.change();
            for (UUID agent : world.agents) {
                Set<UUID> listed = Set.copyOf(FIXTURE.listed(agent));
                for (UUID job : world.jobsOf(agent)) {
                    Optional<Check> obstacle = firstAtHandOut(job);
                    assertThat(listed.contains(job))
                            .as("seed %s, step %s (%s): job %s, why says %s", seed, step, done, job, obstacle)
                            .isEqualTo(
                                    obstacle.isEmpty() || obstacle.get().code().equals(Obstacle.NOT_DUE.name()));
                }
            }
            world.randomJob().ifPresent(job -> {
                Optional<Check> obstacle = firstAtHandOut(job);
                var reply = FIXTURE.configure(world.sessionFor(job), job);
                assertThat(reply.auditId() > 0)
                        .as("seed %s (%s): job %s, why says %s", seed, done, job, obstacle)
                        .isEqualTo(obstacle.isEmpty());
                obstacle.ifPresent(check -> {
                    Result told = Objects.requireNonNull(reply.result());
                    assertThat(told.status()).isEqualTo(Result.WARNING);
                    assertThat(check.message())
                            .as("what people are told begins with what the agent is told")
                            .startsWith(String.valueOf(
                                    Objects.requireNonNull(told.error()).message()));
                });
            });
        }
    }

    private static Optional<Check> firstAtHandOut(UUID job) {
        return FIXTURE.explainJob.run(READER, job).checks().stream()
                .filter(check -> !check.passed() && AT_HAND_OUT.contains(check.code()))
                .findFirst();
    }
}
