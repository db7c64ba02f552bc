package io.quartermaster.server.job;

import static io.quartermaster.server.job.JobFixture.ACCOUNT;
import static io.quartermaster.server.job.JobFixture.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.control.CapSubject;
import io.quartermaster.server.control.PauseSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: calls that are answered together are answered, and change what they change, as if each had come alone. Method: the
 * calls of several agents in one group on real PostgreSQL; and real threads, where groups form by themselves.
 */
class JobsTogetherTest {
    private static final int SUCCESS = 2;
    private static final int FAILURE = 4;

    private final JobFixture fixture = new JobFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void manyAgentsGetTheirJobsAndReportThemInOneTransactionEach() {
        List<AgentSession> sessions = sessions(5);
        List<UUID> jobs = sessions.stream()
                .map(session -> fixture.immediateJob(session.agentId()))
                .toList();

        List<Optional<Object>> begun = fixture.configureJobs.together(asked(sessions, jobs));

        assertThat(begun).allSatisfy(answer -> assertThat(auditId(answer)).isPositive());
        assertThat(begun.stream().map(JobsTogetherTest::auditId).distinct()).hasSize(5);
        assertThat(fixture.one("SELECT count(*) FROM attempt_in_process")).isEqualTo(5);
        assertThat(fixture.one("SELECT count(DISTINCT xmin::text) FROM job_history"))
                .isEqualTo(1);
        for (int index = 0; index < jobs.size(); index++) {
            assertThat(fixture.one(
                            "SELECT history_id FROM attempt_in_process WHERE job_id = ? AND session_token = ?",
                            jobs.get(index),
                            sessions.get(index).token()))
                    .isEqualTo(auditId(begun.get(index)));
        }

        List<Optional<CompleteReply>> ended = fixture.completeJobs.together(IntStream.range(0, 5)
                .mapToObj(index -> report(sessions.get(index), jobs.get(index), auditId(begun.get(index)), SUCCESS))
                .toList());

        assertThat(ended).allMatch(Optional::isPresent);
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM attempt_in_process")).isZero();
        jobs.forEach(job -> {
            assertThat(fixture.attemptsOf(job)).isEqualTo("2/3");
            assertThat(fixture.eventsOf(job)).isEqualTo("SCHEDULED HANDED_OUT COMPLETED");
        });
    }

    @Test
    void aFailureAmongSuccessesIsTriedAgainAndOnlyItsAgentHearsOfIt() {
        List<AgentSession> sessions = sessions(2);
        List<UUID> jobs = sessions.stream()
                .map(session -> fixture.immediateJob(session.agentId()))
                .toList();
        List<Optional<Object>> begun = fixture.configureJobs.together(asked(sessions, jobs));

        fixture.completeJobs.together(List.of(
                report(sessions.get(0), jobs.get(0), auditId(begun.get(0)), SUCCESS),
                report(sessions.get(1), jobs.get(1), auditId(begun.get(1)), FAILURE)));

        assertThat(fixture.isScheduled(jobs.get(0))).isFalse();
        assertThat(fixture.isScheduled(jobs.get(1))).isTrue();
        assertThat(fixture.attemptsOf(jobs.get(1))).isEqualTo("4/5");
        assertThat(fixture.eventsOf(jobs.get(1))).isEqualTo("SCHEDULED HANDED_OUT COMPLETED RETRY_PLANNED");
        assertThat(fixture.one(
                        "SELECT version FROM agent_job_list WHERE agent_id = ?",
                        sessions.get(1).agentId()))
                .isGreaterThan(fixture.one(
                        "SELECT version FROM agent_job_list WHERE agent_id = ?",
                        sessions.get(0).agentId()));
    }

    @Test
    void whatIsNotPlainGoesTheWholeWayAndTheOthersDoNotSuffer() {
        AgentSession plain = sessions(1).getFirst();
        AgentSession foreign = fixture.session(fixture.agent("foreign.example.net"));
        AgentSession ended = fixture.session(fixture.agent("ended.example.net"));
        fixture.session(ended.agentId());
        AgentSession disapproved = fixture.session(fixture.agent("disapproved.example.net"));
        fixture.database.runInTransaction(
                tx -> tx.execute("UPDATE agent SET status = 3 WHERE id = ?", disapproved.agentId()));
        UUID good = fixture.immediateJob(plain.agentId());
        UUID tooEarly = fixture.customJob(plain.agentId(), "O_2027-01-01T00:00");
        UUID onStore = fixture.storeJob(plain.agentId(), JobKind.INVENTORY, fixture.store(plain.agentId(), null));
        ConfigureJobs.Asked otherAccount = new ConfigureJobs.Asked(
                JobKind.CUSTOM,
                "somebody-else",
                new ConfigureRequest(
                        foreign.token().toString(),
                        fixture.immediateJob(foreign.agentId()).toString()));

        List<Optional<Object>> answers = fixture.configureJobs.together(List.of(
                asked(plain, good),
                asked(plain, good),
                otherAccount,
                asked(ended, fixture.immediateJob(ended.agentId())),
                asked(disapproved, fixture.immediateJob(disapproved.agentId())),
                asked(plain, tooEarly),
                asked(plain, onStore),
                asked(plain, UUID.randomUUID()),
                new ConfigureJobs.Asked(JobKind.CUSTOM, ACCOUNT, new ConfigureRequest(null, "no id"))));

        assertThat(answers.getFirst()).isPresent();
        assertThat(answers.subList(1, answers.size())).allMatch(Optional::isEmpty);
        assertThat(fixture.one("SELECT count(*) FROM job_history")).isEqualTo(1);
        assertThat(((ConfigureReply) fixture.configureJobs.run(asked(plain, good))).auditId())
                .as("asked once more: the attempt that has begun")
                .isEqualTo(auditId(answers.getFirst()));
        assertThat(((ConfigureReply) fixture.configureJobs.run(otherAccount)).auditId())
                .isZero();
    }

    @Test
    void aJobThatIsJustBeingTakenOffDoesNotHoldBackTheOthers() {
        List<AgentSession> sessions = sessions(3);
        List<UUID> jobs = sessions.stream()
                .map(session -> fixture.immediateJob(session.agentId()))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Object> waiting = fixture.database.inTransaction(tx -> {
                tx.execute("DELETE FROM scheduled_job WHERE id = ?", jobs.get(1));

                List<Optional<Object>> answers = CompletableFuture.supplyAsync(
                                () -> fixture.configureJobs.together(asked(sessions, jobs)), threads)
                        .join();

                assertThat(answers.get(0)).isPresent();
                assertThat(answers.get(1)).isEmpty();
                assertThat(answers.get(2)).isPresent();
                return CompletableFuture.supplyAsync(
                        () -> fixture.configureJobs.run(asked(sessions.get(1), jobs.get(1))), threads);
            });

            assertThat(((ConfigureReply) waiting.join()).jobCancelled()).isTrue();
        }
        assertThat(fixture.attemptsOf(jobs.get(1))).isEmpty();
    }

    @Test
    void underACapEachIsJudgedAfterTheOneBefore() {
        List<AgentSession> sessions = sessions(3);
        List<UUID> jobs = sessions.stream()
                .map(session -> fixture.immediateJob(session.agentId()))
                .toList();
        fixture.setCap.run(caller("/"), new CapSubject.All(), 2);

        assertThat(fixture.configureJobs.together(asked(sessions, jobs))).allMatch(Optional::isEmpty);
        long begun = asked(sessions, jobs).stream()
                .map(call -> (ConfigureReply) fixture.configureJobs.run(call))
                .filter(reply -> reply.auditId() > 0)
                .count();

        assertThat(begun).isEqualTo(2);
        assertThat(fixture.one("SELECT count(*) FROM attempt_in_process")).isEqualTo(2);
    }

    @Test
    void pausesByQueryHoldJobsOfAGroupToo() {
        List<AgentSession> sessions = sessions(2);
        List<UUID> jobs = sessions.stream()
                .map(session -> fixture.immediateJob(session.agentId()))
                .toList();
        fixture.pauseJobs.run(
                caller("/"), new PauseSubject.ByQuery("Agent -eq \"edge-0.example.net\""), "The first moves", null);

        List<Optional<Object>> answers = fixture.configureJobs.together(asked(sessions, jobs));

        assertThat(answers.get(0)).isEmpty();
        assertThat(answers.get(1)).isPresent();
    }

    @Test
    void manyThreadsRunEveryJobExactlyOnce() throws Exception {
        List<AgentSession> sessions = sessions(40);
        int each = 10;
        List<UUID> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (AgentSession session : sessions) {
                List<UUID> jobs = IntStream.range(0, each)
                        .mapToObj(number -> fixture.immediateJob(session.agentId()))
                        .toList();
                all.addAll(jobs);
                running.add(threads.submit(() -> jobs.forEach(job -> runToEnd(session, job))));
            }
            for (Future<?> agent : running) {
                agent.get();
            }
        }

        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM attempt_in_process")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM job_history WHERE status = 3 AND result = 2"))
                .isEqualTo(all.size());
        assertThat(fixture.one("SELECT count(DISTINCT job_id) FROM job_history"))
                .isEqualTo(all.size());
    }

    private void runToEnd(AgentSession session, UUID job) {
        ConfigureReply reply = (ConfigureReply) fixture.configureJobs.run(asked(session, job));
        fixture.completeJobs.run(report(session, job, reply.auditId(), SUCCESS));
    }

    private List<AgentSession> sessions(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> fixture.session(fixture.agent("edge-" + number + ".example.net")))
                .toList();
    }

    private static List<ConfigureJobs.Asked> asked(List<AgentSession> sessions, List<UUID> jobs) {
        return IntStream.range(0, jobs.size())
                .mapToObj(index -> asked(sessions.get(index), jobs.get(index)))
                .toList();
    }

    private static ConfigureJobs.Asked asked(AgentSession session, UUID job) {
        return new ConfigureJobs.Asked(
                JobKind.CUSTOM, ACCOUNT, new ConfigureRequest(session.token().toString(), job.toString()));
    }

    private static CompleteJobs.Report report(AgentSession session, UUID job, long auditId, int status) {
        return new CompleteJobs.Report(
                ACCOUNT,
                new CompleteRequest(
                        status, auditId, job.toString(), "", session.token().toString(), null));
    }

    private static long auditId(Optional<Object> answer) {
        return ((ConfigureReply) answer.orElseThrow()).auditId();
    }
}
