package io.quartermaster.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quartermaster.server.agent.AgentCapabilities;
import io.quartermaster.server.agent.TestAgents;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /KeyfactorAgents} over HTTP, as existing agents call it. */
@QuarkusTest
@TestProfile(OneSecondHeartbeats.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class AgentProtocolApiTest {
    private static final String REGISTER = "/KeyfactorAgents/Session/Register";
    private static final String UNKNOWN = "01980000-0000-7000-8000-0000000000ff";

    private final ApiClient agent = ApiClient.asAgent();
    private final ApiClient manager = ApiClient.as(TestUser.AGENTS_MANAGER);

    @Inject
    Database database;

    @Inject
    JobSchedule schedule;

    /** Of another account than the one that calls. */
    @Inject
    TestAgents others;

    @Inject
    ApiWorld world;

    @Test
    void anAgentRegistersWaitsForApprovalAndGetsItsJobs() {
        WireFiles wire = register("wire-01");
        Answer first = agent.post(REGISTER, wire.request("first-contact"));
        String id = idOf("wire-01");
        wire = wire.with("agent", id);
        wire.assertResponse("first-contact", 200, first);
        assertThat(first.header("Content-Type")).startsWith("application/json");

        manager.post("/KeyfactorAPI/Agents/Approve", "[\"" + id + "\"]");
        UUID job = scheduleJob(UUID.fromString(id));
        Answer approved = agent.post(REGISTER, wire.request("approved"));
        String token = token(approved);
        wire.with("token", token).with("job", job).assertResponse("approved", 200, approved);

        WireFiles heartbeat =
                WireFiles.of("Session.Heartbeat").with("token", token).with("machine", "wire-01");
        heartbeat.assertResponse(
                "valid", 200, agent.post("/KeyfactorAgents/Session/Heartbeat", heartbeat.request("valid")));
        scheduleJob(UUID.fromString(id));
        heartbeat.assertResponse(
                "stale", 200, agent.post("/KeyfactorAgents/Session/Heartbeat", heartbeat.request("valid")));
    }

    @Test
    void whatAnAgentIsRefusedForIsAnsweredWithAResult() {
        WireFiles wire = register("wire-02");
        for (String name : List.of("with-certificate-request", "nothing")) {
            wire.assertResponse(name, 200, agent.post(REGISTER, wire.request(name)));
        }
        agent.post(REGISTER, wire.request("first-contact"));
        manager.post("/KeyfactorAPI/Agents/Disapprove", "[\"" + idOf("wire-02") + "\"]");
        Answer disapproved = agent.post(REGISTER, wire.request("first-contact"));
        wire.with("agent", idOf("wire-02")).assertResponse("disapproved", 200, disapproved);

        WireFiles heartbeat = WireFiles.of("Session.Heartbeat");
        heartbeat.assertResponse(
                "unknown", 200, agent.post("/KeyfactorAgents/Session/Heartbeat", heartbeat.request("unknown")));
    }

    @Test
    void whatIsBeyondALimitIsAnsweredWithTheLimit() {
        WireFiles wire = register("wire-06");
        assertRefused("long-machine", wire.with("too-long", "x".repeat(Registration.CLIENT_MACHINE_LENGTH_MAX + 1)));
        assertRefused("control-character", wire);
        assertRefused("many-capabilities", wire.with("too-many", many(AgentCapabilities.COUNT_MAX, "\"c%d\"")));
        assertRefused("long-capability", wire.with("too-long", "x".repeat(AgentCapabilities.NAME_LENGTH_MAX + 1)));
        assertRefused("control-character-in-capability", wire);
        assertRefused(
                "many-parameters", wire.with("too-many", many(Registration.CLIENT_PARAMETERS_MAX, "\"p%d\":\"\"")));
        assertRefused(
                "long-parameter-name",
                wire.with("too-long", "x".repeat(Registration.CLIENT_PARAMETER_NAME_LENGTH_MAX + 1)));
        assertRefused(
                "long-parameter-value",
                wire.with("too-long", "x".repeat(Registration.CLIENT_PARAMETER_VALUE_LENGTH_MAX + 1)));
        assertRefused("nul-in-parameter-name", wire);
        assertThat(world.count("SELECT count(*) FROM agent WHERE client_machine = 'wire-06'"))
                .isZero();
    }

    private void assertRefused(String name, WireFiles wire) {
        wire.assertResponse(name, 200, agent.post(REGISTER, wire.request(name)));
    }

    private static String many(int max, String form) {
        return IntStream.rangeClosed(0, max).mapToObj(form::formatted).collect(Collectors.joining(","));
    }

    @Test
    void anAgentCannotTakeTheIdOrTheNameOfAnother() {
        WireFiles wire = register("wire-07").with("other-agent", others.approved("wire-08"));
        assertRefused("of-another-account", wire);
        agent.post(REGISTER, wire.request("first-contact"));
        agent.post(REGISTER, register("wire-09").request("first-contact"));
        assertRefused("name-taken", wire.with("agent", idOf("wire-07")).with("other-machine", "wire-09"));
    }

    @Test
    void aSessionThatIsNotKnownIsAsGoodAsGivenBack() {
        WireFiles wire = WireFiles.of("Session.Unregister");
        wire.assertResponse("unknown", 200, agent.post("/KeyfactorAgents/Session/Unregister", wire.request("unknown")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keyfactoragents/session/register", "/KEYFACTORAGENTS/Session/Register"})
    void pathsAndKeysAreReadInAnyCase(String path) {
        WireFiles wire = register("wire-03");

        Answer answer = agent.post(path, wire.request("lower-case-keys"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(idOf("wire-03")).isNotEmpty();
        assertThat(answer.json().get("Result").get("Error").get("CodeString").asText())
                .isEqualTo("A0110025");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CertStoreInventory", "Custom", "FetchLogs"})
    void aJobThatIsNotTheAgentsIsCancelledAndAnUnknownSessionRefused(String type) {
        String token = session("wire-04-" + type);
        WireFiles configure =
                WireFiles.of(type + ".Configure").with("token", token).with("unknown", UNKNOWN);
        for (String name : List.of("not-its-job", "unknown-session")) {
            configure.assertResponse(
                    name, 200, agent.post("/KeyfactorAgents/" + type + "/Configure", configure.request(name)));
        }
        WireFiles complete = WireFiles.of(type + ".Complete").with("unknown", UNKNOWN);
        complete.assertResponse(
                "unknown-session",
                200,
                agent.post("/KeyfactorAgents/" + type + "/Complete", complete.request("unknown-session")));
    }

    @Test
    void whatACustomJobBringsIsRefusedWithoutASession() {
        WireFiles submit = WireFiles.of("Custom.Submit").with("unknown", UNKNOWN);

        submit.assertResponse(
                "unknown-session",
                200,
                agent.post("/KeyfactorAgents/Custom/Submit", submit.request("unknown-session")));
    }

    @Test
    void aSessionThatWasGivenBackIsNotValid() {
        String token = session("wire-05");
        WireFiles wire = WireFiles.of("Session.Unregister").with("token", token);

        wire.assertResponse("session", 200, agent.post("/KeyfactorAgents/Session/Unregister", wire.request("session")));

        Answer heartbeat = agent.post("/KeyfactorAgents/Session/Heartbeat", "{\"SessionToken\":\"" + token + "\"}");
        assertThat(heartbeat.json().get("SessionValid").asBoolean()).isFalse();
    }

    // The C agent glues the body of a failed try and that of the next one together.
    @Test
    void errorsHaveNoBody() {
        assertEmpty(401, ApiClient.as(TestUser.ADMIN).post(REGISTER, "{}"));
        assertEmpty(401, ApiClient.anonymous().post(REGISTER, "{}"));
        assertEmpty(401, agent.with("Authorization", "Basic bm86Ym9keQ==").post(REGISTER, "{}"));
        assertEmpty(400, agent.post(REGISTER, "{\"ClientMachine\":"));
        assertEmpty(400, agent.post(REGISTER, "[]"));
        assertEmpty(400, agent.post(REGISTER, "null"));
        assertEmpty(400, agent.send("POST", REGISTER, Optional.empty()));
        assertEmpty(404, agent.post("/KeyfactorAgents/Session/Nothing", "{}"));
        assertEmpty(405, agent.get(REGISTER));
    }

    @Test
    void aLogOfMegabytesIsRead() {
        String body = "{\"SessionToken\":\"x\",\"JobId\":\"" + UNKNOWN + "\",\"AuditId\":1,\"Status\":2,\"Log\":\""
                + "l".repeat(3_000_000) + "\"}";

        assertThat(agent.post("/KeyfactorAgents/FetchLogs/Complete", body).status())
                .isEqualTo(200);
    }

    // From about a megabyte on, agents send the headers first and wait for leave to send the body.
    @Test
    void anAgentThatWaitsForLeaveToSendItsBodyGetsIt() throws Exception {
        URI address = URI.create(
                ConfigProvider.getConfig().getValue("test.url", String.class) + "/KeyfactorAgents/FetchLogs/Complete");
        HttpRequest request = HttpRequest.newBuilder(address)
                .expectContinue(true)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", TestUser.agentCredentials())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"Log\":\"" + "l".repeat(1_200_000) + "\"}"))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static void assertEmpty(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    private static WireFiles register(String machine) {
        return WireFiles.of("Session.Register").with("machine", machine);
    }

    /** Registers and approves an agent, and begins its session. */
    private String session(String machine) {
        WireFiles wire = register(machine);
        agent.post(REGISTER, wire.request("first-contact"));
        manager.post("/KeyfactorAPI/Agents/Approve", "[\"" + idOf(machine) + "\"]");
        return token(agent.post(REGISTER, wire.request("first-contact")));
    }

    private static String token(Answer answer) {
        return answer.json().get("Session").get("Token").asText();
    }

    private String idOf(String machine) {
        return database.read(tx -> tx.createQuery("SELECT CAST(id AS text) FROM agent WHERE client_machine = :machine")
                .bind("machine", machine)
                .mapTo(String.class)
                .one());
    }

    private UUID scheduleJob(UUID agentId) {
        NewJob job = new NewJob(
                UUID.randomUUID(),
                agentId,
                JobKind.FETCH_LOGS,
                UUID.fromString("0d8cf0c8-56ca-4b8a-b16a-c062018e170d"),
                "FetchLogs",
                null,
                null,
                Schedule.ofText(null),
                NewJob.PRIORITY_NORMAL,
                JsonNodeFactory.instance.objectNode());
        database.runInTransaction(
                tx -> schedule.add(tx, "somebody", List.of(job), Instant.parse("2026-03-01T09:00:00Z")));
        return job.jobId();
    }
}
