package io.quartermaster.server.job;

import static io.quartermaster.server.job.JobFixture.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: of a hand-out and an unschedule of the same job at the same moment, exactly one wins. Method: real threads on
 * real PostgreSQL, many rounds; the simulation cannot do this, since it has one thread.
 */
class UnscheduleRaceTest {
    private static final int ROUNDS = 40;
    private static final int JOBS = 12;
    private static final Caller EVERYTHING = caller("/");

    private final JobFixture fixture = new JobFixture();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    @AfterEach
    void close() {
        threads.shutdownNow();
        fixture.close();
    }

    @Test
    void aJobIsEitherHandedOutOrUnscheduledAndNeverBoth() throws Exception {
        UUID agent = fixture.agent("edge-01.example.net");
        AgentSession session = fixture.session(agent);
        long removed = 0;
        int wonByHandout = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<UUID> jobs = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                jobs.add(fixture.immediateJob(agent));
            }
            boolean byId = round % 2 == 0;
            CyclicBarrier start = new CyclicBarrier(3);
            Future<Long> unscheduled = threads.submit(() -> {
                start.await();
                return unschedule(byId ? jobs.subList(JOBS / 2, JOBS / 2 + 1) : List.of());
            });
            List<Future<Integer>> handedOut = List.of(
                    threads.submit(() -> {
                        start.await();
                        return configure(session, jobs.subList(0, JOBS / 2));
                    }),
                    threads.submit(() -> {
                        start.await();
                        return configure(session, jobs.subList(JOBS / 2, JOBS));
                    }));
            long unscheduledJobs = unscheduled.get();
            for (Future<Integer> count : handedOut) {
                wonByHandout += count.get();
            }
            removed += unscheduledJobs;
            assertThat(jobs.stream().filter(job -> !fixture.isScheduled(job)).count())
                    .isEqualTo(unscheduledJobs);
            for (UUID job : jobs) {
                boolean began = !fixture.attemptsOf(job).isEmpty();
                assertThat(fixture.isScheduled(job))
                        .as("one row, in process, or none")
                        .isEqualTo(began);
            }
            if (byId) {
                assertThat(fixture.attemptsOf(jobs.get(JOBS / 2)).isEmpty()).isEqualTo(unscheduledJobs == 1);
            }
            assertThat(fixture.one("SELECT count(*) FROM attempt_in_process"))
                    .isEqualTo(fixture.one("SELECT count(*) FROM job_history WHERE status = 2"));
        }
        assertThat(wonByHandout).isPositive();
        assertThat(removed).isPositive();
    }

    /** @return how many jobs left the schedule */
    private long unschedule(List<UUID> jobs) {
        try {
            return fixture.unscheduleJobs
                    .run(
                            EVERYTHING,
                            jobs.isEmpty()
                                    ? new JobSelection.ByQuery("JobType -eq \"Custom\"")
                                    : new JobSelection.ById(jobs))
                    .jobs();
        } catch (CommandException refused) {
            return 0;
        }
    }

    private int configure(AgentSession session, List<UUID> jobs) {
        int began = 0;
        for (UUID job : jobs) {
            ConfigureReply reply = (ConfigureReply) fixture.configureJobs.run(new ConfigureJobs.Asked(
                    JobKind.CUSTOM,
                    JobFixture.ACCOUNT,
                    new ConfigureRequest(session.token().toString(), job.toString())));
            began += reply.auditId() > 0 ? 1 : 0;
        }
        return began;
    }
}
