package io.quartermaster.server.session;

import static io.quartermaster.server.session.SessionFixture.ACCOUNT;
import static io.quartermaster.server.session.SessionFixture.CAPABILITIES;
import static io.quartermaster.server.session.SessionFixture.NOW;
import static io.quartermaster.server.session.SessionFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.agent.protocol.RegisterReply;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.ResultError;
import io.quartermaster.agent.protocol.Session;
import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentStatus;
import io.quartermaster.server.job.JobHandout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterSessionTest {
    private final SessionFixture world = new SessionFixture();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anUnknownAgentIsAddedAndWaitsForApproval() {
        RegisterReply reply = world.register(request("edge-01"));

        Agent agent = world.agent("edge-01");
        assertRefused(reply, "A0110025", "Agent edge-01 (" + agent.id() + ") waits for approval.");
        assertThat(agent.status()).isEqualTo(AgentStatus.NEW);
        assertThat(agent.username()).isEqualTo(ACCOUNT);
        assertThat(agent.platform()).isEqualTo(5);
        assertThat(agent.version()).isEqualTo("2.19.0.0");
        assertThat(agent.capabilities().names()).isEqualTo(CAPABILITIES);
        assertThat(agent.capabilities().shortNames()).containsExactly("PEM", "LOGS");
        assertThat(agent.lastSeen()).isEqualTo(NOW);
        assertThat(agent.lastErrorCode()).isNull();
        assertThat(world.text("SELECT client_parameters->>'Serial' FROM agent")).isEqualTo("50");
        assertThat(audits()).containsExactly("1 " + ACCOUNT + " edge-01");
    }

    @Test
    void anApprovedAgentGetsASession() {
        Agent agent = world.approved("edge-01");

        RegisterReply reply = world.register(request("edge-01"));

        assertThat(reply.result()).isEqualTo(Result.success());
        Session session = Objects.requireNonNull(reply.session());
        assertThat(session.token()).hasSize(36);
        assertThat(session.agentId()).isEqualTo(agent.id().toString());
        assertThat(session.clientMachine()).isEqualTo("edge-01");
        assertThat(session.certificate()).isNull();
        assertThat(session.clientParameters()).isEmpty();
        assertThat(session.jobs()).isEmpty();
        assertThat(session.heartbeatSeconds()).isBetween(270, 330);
        assertThat(session.heartbeatInterval()).isBetween(5, 6);
        assertThat(world.heartbeat(session).sessionValid()).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "nonsense", "00000000-0000-0000-0000-000000000000"})
    void anAgentWithoutAnIdThatIsKnownIsFoundByItsMachineAndAccount(@Nullable String agentId) {
        Agent agent = world.approved("edge-01");

        RegisterReply reply = world.registerSession.run("corp\\AGENT", request("EDGE-01", agentId, CAPABILITIES));

        assertThat(Objects.requireNonNull(reply.session()).agentId())
                .isEqualTo(agent.id().toString());
        assertThat(world.count("SELECT count(*) FROM agent")).isEqualTo(1);
    }

    @Test
    void anAgentIsFoundByItsIdInWhateverCase() {
        Agent agent = world.approved("edge-01");

        Session session = world.session(
                request("edge-01", agent.id().toString().toUpperCase(java.util.Locale.ROOT), CAPABILITIES));

        assertThat(session.agentId()).isEqualTo(agent.id().toString());
    }

    @Test
    void anAgentThatIsRenamedStaysTheSame() {
        Agent agent = world.approved("edge-01");

        Session session = world.session(request("edge-99", agent.id().toString(), CAPABILITIES));

        assertThat(session.agentId()).isEqualTo(agent.id().toString());
        assertThat(world.agent("edge-99").id()).isEqualTo(agent.id());
        assertThat(audits()).endsWith("2 " + ACCOUNT + " edge-99");
    }

    @Test
    void anAgentCannotTakeTheNameOfAnotherOneOfItsAccount() {
        Agent agent = world.approved("edge-01");
        Agent other = world.approved("edge-02");

        RegisterReply reply = world.register(request("EDGE-02", agent.id().toString(), CAPABILITIES));

        assertRefused(
                reply,
                "A0110036",
                "Agent " + agent.id()
                        + " is edge-01, and this account has another agent named EDGE-02. Register with an"
                        + " empty AgentId, or under another name.");
        assertThat(world.agent("edge-02").id()).isEqualTo(other.id());
    }

    @Test
    void theIdOfAnotherAccountsAgentIsRefused() {
        Agent agent = world.approved("edge-01");

        RegisterReply reply = world.registerSession.run(
                "CORP\\mallory", request("edge-01", agent.id().toString(), CAPABILITIES));

        assertRefused(
                reply,
                "A0110035",
                "Agent " + agent.id()
                        + " belongs to another account. Register with an empty AgentId, or with the account"
                        + " it was first registered with.");
        assertThat(world.agent("edge-01")).isEqualTo(agent);
    }

    @Test
    void theSameMachineWithAnotherAccountIsAnotherAgent() {
        world.approved("edge-01");

        assertThat(world.registerSession
                        .run("CORP\\mallory", request("edge-01"))
                        .session())
                .isNull();

        assertThat(world.count("SELECT count(*) FROM agent")).isEqualTo(2);
    }

    @Test
    void anotherSetOfCapabilitiesTakesTheApprovalBackAndEndsTheSessions() {
        world.approved("edge-01");
        Session before = world.session(request("edge-01"));

        RegisterReply reply = world.register(request("edge-01", before.agentId(), List.of("CertStores.PEM.Inventory")));

        assertThat(codeOf(reply)).isEqualTo("A0110025");
        Agent agent = world.agent("edge-01");
        assertThat(agent.status()).isEqualTo(AgentStatus.NEW);
        assertThat(agent.capabilities().shortNames()).containsExactly("PEM");
        assertThat(world.count("SELECT count(*) FROM agent_session")).isZero();
        assertThat(world.heartbeat(before).sessionValid()).isFalse();
        assertThat(audits()).endsWith("2 " + ACCOUNT + " edge-01");
    }

    @Test
    void theSameCapabilitiesSpeltInAnotherWayKeepTheApproval() {
        world.approved("edge-01");

        for (List<String> again : List.of(
                List.of("custom.fetchlogs", "CERTSTORES.PEM.INVENTORY", "Custom.FetchLogs"),
                List.of("0D8CF0C8-56CA-4B8A-B16A-C062018E170D", "A809CE1F-1EEA-4738-A38E-15708C89C981"),
                List.of("0d8cf0c8-56ca-4b8a-b16a-c062018e170d", "CertStores.PEM.Inventory", " "))) {
            assertThat(world.register(request("edge-01", "", again)).session())
                    .as("%s", again)
                    .isNotNull();
        }
        assertThat(audits()).hasSize(1);
    }

    @Test
    void aDisapprovedAgentIsToldSoAndStaysSoWhateverItCanDo() {
        Agent agent = world.approved("edge-01");
        world.setStatus(3, "edge-01");

        RegisterReply reply = world.register(request("edge-01", "", List.of("Custom.Other")));

        assertRefused(
                reply,
                "A0110034",
                "Agent edge-01 (" + agent.id()
                        + ") was disapproved. It gets no jobs until a person approves it again.");
        assertThat(world.agent("edge-01").status()).isEqualTo(AgentStatus.DISAPPROVED);
        assertThat(world.agent("edge-01").capabilities().names()).containsExactly("Custom.Other");
    }

    @Test
    void anAgentThatWantsACertificateIsToldWhatToSetAndShownWithTheError() {
        RegisterReply unknown = world.register(withCsr("edge-01"));
        world.setStatus(2, "edge-01");
        RegisterReply approved = world.register(withCsr("edge-01"));

        for (RegisterReply reply : List.of(unknown, approved)) {
            assertRefused(
                    reply,
                    "A0110037",
                    "This server does not issue client certificates to agents. In the agent's configuration, set"
                            + " UseAgentCert to false and EnrollOnStartup to false, and give it Username and Password;"
                            + " then start it again.");
        }
        assertThat(world.agent("edge-01").lastErrorCode()).isEqualTo(0xA0110037L);
        assertThat(world.agent("edge-01").lastErrorMessage()).contains("UseAgentCert");

        assertThat(world.session(request("edge-01")).token()).isNotNull();
        assertThat(world.agent("edge-01").lastErrorCode()).isNull();
        assertThat(world.agent("edge-01").lastErrorMessage()).isNull();
    }

    @Test
    void noAgentWithoutACertificateIsEverAskedToRenewIt() {
        world.approved("edge-01");
        world.database.runInTransaction(tx -> tx.execute("UPDATE agent SET auth_certificate_reenrollment = 2"));

        RegisterReply reply = world.register(request("edge-01"));

        assertThat(reply.result()).isEqualTo(Result.success());
    }

    @Test
    void theLongestRefusalFitsTheBufferOfTheCAgent() {
        String longest = "m".repeat(Registration.CLIENT_MACHINE_LENGTH_MAX);
        world.register(request(longest));
        Agent agent = world.approved("edge-01");

        for (RegisterReply reply : List.of(
                world.register(request(longest)),
                world.register(withCsr(longest)),
                world.register(request(longest, agent.id().toString(), CAPABILITIES)))) {
            ResultError error = Objects.requireNonNull(
                    Objects.requireNonNull(reply.result()).error());
            assertThat(error.text().length()).isLessThan(900);
        }
    }

    @Test
    void whatIsMissingOrTooLongIsRefusedByNameAndNothingIsAdded() {
        List<String> tooMany = Collections.nCopies(1_001, "a");
        assertMalformed(request(" "), "ClientMachine is missing: it is the agent's name.");
        assertMalformed(
                request("m".repeat(257)), "ClientMachine may have at most 256 characters; this registration has 257.");
        assertMalformed(request("edge\u000001"), "ClientMachine must not contain control characters.");
        assertMalformed(
                request("edge-01", "", tooMany),
                "Capabilities may have at most 1000 entries; this registration has 1001.");
        assertMalformed(
                withParameters(Map.of("k", "v".repeat(4_001))),
                "A value in ClientParameters may have at most 4000 characters; one of this registration has 4001.");
        assertMalformed(
                withParameters(Map.of("k\u0000", "v")),
                "A name in ClientParameters must not contain the character NUL.");
        assertThat(world.count("SELECT count(*) FROM agent")).isZero();
    }

    @Test
    void registeringAgainWritesNothingButASession() {
        world.approved("edge-01");
        world.session(request("edge-01"));
        String before = world.text("SELECT xmin || ' ' || ctid FROM agent");

        for (int i = 0; i < 5; i++) {
            world.session(request("edge-01"));
        }

        assertThat(world.text("SELECT xmin || ' ' || ctid FROM agent")).isEqualTo(before);
        assertThat(audits()).hasSize(1);
        assertThat(world.count("SELECT count(*) FROM agent_session WHERE superseded_at IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void aNewVersionAndNewParametersAreNoted() {
        world.approved("edge-01");

        world.session(new RegisterRequest(
                99,
                563035852767232L,
                null,
                "edge-01",
                "",
                null,
                new ArrayList<@Nullable String>(CAPABILITIES),
                Map.of("RegistrationRequest", "registration-enroll-stores")));

        Agent agent = world.agent("edge-01");
        assertThat(agent.version()).isEqualTo("2.20.0.0");
        assertThat(agent.platform()).isZero();
        assertThat(world.text("SELECT client_parameters::text FROM agent"))
                .isEqualTo("{\"RegistrationRequest\": \"registration-enroll-stores\"}");
    }

    @Test
    void whatIsScheduledIsListed() {
        Agent agent = world.approved("edge-01");
        world.schedule(agent.id(), 2);

        Session session = world.session(request("edge-01"));

        assertThat(session.jobs())
                .hasSize(2)
                .extracting(JobEntry::configurationEndpoint)
                .containsOnly("/KeyfactorAgents/Custom/Configure");
        assertThat(world.heartbeat(session).sessionValid()).isTrue();
    }

    @Test
    void anAgentWithMoreJobsThanOneListHoldsIsMadeToComeAgain() {
        Agent agent = world.approved("edge-01");
        world.schedule(agent.id(), JobHandout.JOBS_LISTED_MAX + 1);

        Session session = world.session(request("edge-01"));

        assertThat(session.jobs()).hasSize(JobHandout.JOBS_LISTED_MAX);
        assertThat(world.heartbeat(session).sessionValid()).isFalse();
    }

    // Goal: one agent, however many of its registrations arrive at the same moment. Method: they are let go together,
    // for
    // several machines, and each machine has one row afterwards, and each registration the same answer.
    @Test
    void firstRegistrationsAtTheSameMomentAddOneAgent() throws Exception {
        int machines = 10;
        int eachTimes = 4;
        List<Future<RegisterReply>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(machines * eachTimes)) {
            CountDownLatch go = new CountDownLatch(1);
            for (int i = 0; i < machines * eachTimes; i++) {
                String machine = "edge-" + i % machines;
                replies.add(threads.submit(() -> {
                    go.await();
                    return world.register(request(machine));
                }));
            }
            go.countDown();
        }
        for (Future<RegisterReply> reply : replies) {
            assertThat(codeOf(reply.get())).isEqualTo("A0110025");
        }
        assertThat(world.count("SELECT count(*) FROM agent")).isEqualTo(machines);
        assertThat(world.count("SELECT count(*) FROM agent_job_list")).isEqualTo(machines);
        assertThat(audits()).hasSize(machines);
    }

    // Goal: of two renames to one name at the same moment, which both find it free, one is told that it is taken.
    // Method:
    // the first is held open until the second waits for it.
    @Test
    void ofTwoAgentsThatTakeOneNameAtTheSameMomentOneIsTold() throws Exception {
        Agent first = world.approved("edge-01");
        Agent second = world.approved("edge-02");
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<RegisterReply> reply = world.database.inTransaction(tx -> {
                tx.execute("UPDATE agent SET client_machine = 'edge-99' WHERE id = ?", first.id());
                Future<RegisterReply> sent = thread.submit(
                        () -> world.register(request("edge-99", second.id().toString(), CAPABILITIES)));
                awaitSomebodyWaitsFor(tx);
                return sent;
            });
            assertRefused(
                    reply.get(),
                    "A0110036",
                    "This account has another agent named edge-99. Register with an empty AgentId, or under another"
                            + " name.");
        }
        assertThat(world.agent("edge-99").id()).isEqualTo(first.id());
        assertThat(world.agent("edge-02").id()).isEqualTo(second.id());
    }

    private static void awaitSomebodyWaitsFor(Handle tx) {
        for (int step = 0; step < 1_000; step++) {
            tx.execute("SELECT pg_sleep(0.02)");
            boolean waited = tx.createQuery(
                            "SELECT EXISTS (SELECT FROM pg_locks w WHERE NOT w.granted AND pg_backend_pid() = ANY (pg_blocking_pids(w.pid)))")
                    .mapTo(Boolean.class)
                    .one();
            if (waited) {
                return;
            }
        }
        throw new AssertionError("nobody waits");
    }

    @Test
    void registrationsOfAnApprovedAgentAtTheSameMomentLeaveOneSessionThatIsNotSuperseded() throws Exception {
        world.approved("edge-01");
        List<Future<RegisterReply>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            CountDownLatch go = new CountDownLatch(1);
            for (int i = 0; i < 8; i++) {
                replies.add(threads.submit(() -> {
                    go.await();
                    return world.register(request("edge-01"));
                }));
            }
            go.countDown();
        }
        for (Future<RegisterReply> reply : replies) {
            assertThat(reply.get().session()).isNotNull();
        }
        assertThat(world.count("SELECT count(*) FROM agent_session WHERE superseded_at IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void aRegistrationIsASignOfLife() {
        world.approved("edge-01");
        world.clock.advance(Duration.ofHours(3));

        world.session(request("edge-01"));
        world.presence.write();

        assertThat(world.agent("edge-01").lastSeen()).isEqualTo(NOW.plus(Duration.ofHours(3)));
    }

    private static RegisterRequest withCsr(String clientMachine) {
        return new RegisterRequest(
                5,
                SessionFixture.VERSION_2_19,
                RegisterRequest.NO_TENANT,
                clientMachine,
                "MIICejCCAWICAQAwNTETMBEG",
                "",
                new ArrayList<@Nullable String>(CAPABILITIES),
                Map.of());
    }

    private static RegisterRequest withParameters(Map<String, @Nullable String> parameters) {
        return new RegisterRequest(5, 0, null, "edge-01", null, "", List.of(), parameters);
    }

    private void assertMalformed(RegisterRequest request, String message) {
        assertRefused(world.register(request), "A0110038", message);
    }

    private static void assertRefused(RegisterReply reply, String code, String message) {
        assertThat(reply.session()).isNull();
        Result result = Objects.requireNonNull(reply.result());
        assertThat(result.status()).isEqualTo(Result.ERROR);
        ResultError error = Objects.requireNonNull(result.error());
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.codeString()).isEqualTo(code);
        assertThat(error.hResult()).isEqualTo(code);
        assertThat(error.code()).isEqualTo((int) Long.parseLong(code, 16));
    }

    private static @Nullable String codeOf(RegisterReply reply) {
        ResultError error = Objects.requireNonNull(reply.result()).error();
        return error == null ? null : error.codeString();
    }

    /** Operation, actor and name of each entry about agents. */
    private List<String> audits() {
        return world.database.read(tx -> tx.createQuery("""
                        SELECT operation || ' ' || actor || ' ' || audit_identifier
                          FROM audit_entry WHERE category = 3001 ORDER BY id
                        """).mapTo(String.class).list());
    }
}
