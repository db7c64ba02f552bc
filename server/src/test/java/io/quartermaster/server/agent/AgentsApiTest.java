package io.quartermaster.server.agent;

import static io.quartermaster.server.agent.TestAgents.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /Agents} over HTTP. All tests share one database, so each uses agents of its own name. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class AgentsApiTest {
    private static final String AGENTS = "/KeyfactorAPI/Agents";
    private static final String UNKNOWN = "01980000-0000-7000-8000-0000000000ff";

    private final ApiClient manager = ApiClient.as(TestUser.AGENTS_MANAGER);

    @Inject
    Database database;

    @Inject
    JobSchedule schedule;

    @Inject
    TestAgents agents;

    static Stream<String> endpoints() {
        return Stream.of(
                "GET " + AGENTS,
                "GET " + AGENTS + "/" + UNKNOWN,
                "DELETE " + AGENTS + "/" + UNKNOWN,
                "POST " + AGENTS + "/Approve",
                "POST " + AGENTS + "/Disapprove",
                "POST " + AGENTS + "/Reset",
                "POST " + AGENTS + "/" + UNKNOWN + "/Reset",
                "POST " + AGENTS + "/SetAuthCertificateReenrollment");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void withoutCredentialsAndWithThoseOfAnAgentNothingIsAnswered(String endpoint) {
        for (ApiClient client :
                List.of(ApiClient.anonymous(), ApiClient.asAgent().with("x-keyfactor-requested-with", "APIClient"))) {
            Answer answer = send(client, endpoint);
            assertThat(answer.status()).as(endpoint).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void whoeverLacksAPermissionIsRefused(String endpoint) {
        boolean reads = endpoint.startsWith("GET ");
        assertForbidden(send(ApiClient.as(TestUser.STRANGER), endpoint), "doesn't have the required permission");
        assertForbidden(send(ApiClient.as(TestUser.AGENTS_MODIFIER), endpoint), "/agents/management/read/.");
        if (!reads) {
            assertForbidden(send(ApiClient.as(TestUser.AGENTS_READER), endpoint), "/agents/management/modify/.");
        }
    }

    @Test
    void anAgentIsShownWithAllItsMembers() {
        UUID id = agents.approved("shown-01");

        wire("Get", id)
                .assertResponse(
                        "approved", 200, ApiClient.as(TestUser.AGENTS_READER).get(AGENTS + "/" + id));
        wire("Get", id).assertResponse("unknown", 404, manager.get(AGENTS + "/" + UNKNOWN));
        wire("Get", id).assertResponse("no-guid", 400, manager.get(AGENTS + "/7"));
    }

    @Test
    void agentsAreListedByQueryAsClientsSendIt() {
        UUID id = agents.approved("listed-01");
        agents.add("listed-02", AgentStatus.NEW, List.of("CertStores.PEM.Inventory"));

        Answer byId = manager.send(
                "GET", "/Keyfactor/API/Agents?pq.queryString=AgentId%20-eq%20%22" + id + "%22", Optional.of("null"));
        Answer newOnes = manager.get(
                AGENTS
                        + "?QueryString=ClientMachine+-startswith+%22listed-%22&SortField=ClientMachine&SortAscending=1&ReturnLimit=1");

        assertThat(byId.header("X-Total-Count")).isEqualTo("1");
        wire("Query", id).assertResponse("by-id", 200, byId);
        assertThat(newOnes.header("X-Total-Count")).isEqualTo("2");
        assertThat(newOnes.json()).hasSize(1);
        assertThat(newOnes.json().get(0).get("ClientMachine").asText()).isEqualTo("listed-02");
    }

    @Test
    void theQueryByWhichAnsibleWaitsForAnAgentFindsIt() {
        UUID id = agents.add("ansible-01", AgentStatus.NEW, CAPABILITIES);
        database.runInTransaction(
                tx -> tx.execute("UPDATE agent_presence SET last_seen = now() WHERE agent_id = ?", id));

        Answer answer = manager.get(AGENTS
                + "?QueryString=(Status%20-eq%20%221%22%20OR%20Status%20-eq%20%222%22)%20AND%20LastSeen%20-gt%20%22"
                + "%25TODAY-1%25%22%20AND%20ClientMachine%20-eq%20%22ansible-01%22");

        assertThat(answer.header("X-Total-Count")).isEqualTo("1");
        assertThat(answer.json().get(0).get("AgentId").asText()).isEqualTo(id.toString());
    }

    @Test
    void aQueryOrASortFieldThatDoesNotExistIsRefused() {
        wire("Query", UNKNOWN)
                .assertResponse("unknown-field", 400, manager.get(AGENTS + "?QueryString=Machine+-eq+%22x%22"));
        wire("Query", UNKNOWN)
                .assertResponse("unknown-sort-field", 400, manager.get(AGENTS + "?SortField=Capabilities"));
    }

    @ParameterizedTest
    @CsvSource({"Approve,2", "Disapprove,3", "Reset,1"})
    void aListOfAgentsIsChanged(String command, int status) {
        UUID id = agents.add("changed-" + command, AgentStatus.NEW, CAPABILITIES);
        String body = wire(command, id).request("one");

        Answer answer = manager.post(AGENTS + "/" + command, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(agents.get(id).status().number()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Approve", "Disapprove", "Reset"})
    void aListWithAnUnknownAgentChangesNone(String command) {
        UUID id = agents.approved("unchanged-" + command);
        WireFiles wire = wire(command, id);

        wire.assertResponse("unknown-id", 400, manager.post(AGENTS + "/" + command, wire.request("unknown-id")));

        assertThat(agents.get(id).status()).isEqualTo(AgentStatus.APPROVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Approve", "Disapprove", "Reset"})
    void aBodyThatIsNoListOfIdsIsRefused(String command) {
        WireFiles wire = wire(command, UNKNOWN);
        for (String name : List.of("empty", "no-guid", "empty-entry")) {
            wire.assertResponse(name, 400, manager.post(AGENTS + "/" + command, wire.request(name)));
        }
        wire.assertResponse("no-body", 400, manager.post(AGENTS + "/" + command, "null"));
    }

    @Test
    void oneAgentIsResetWithAndWithoutABody() {
        UUID id = agents.approved("reset-01");

        assertThat(manager.post(AGENTS + "/" + id + "/Reset", "null").status()).isEqualTo(204);
        assertThat(manager.send("POST", AGENTS + "/" + id + "/reset", Optional.empty())
                        .status())
                .isEqualTo(204);

        assertThat(agents.get(id).status()).isEqualTo(AgentStatus.NEW);
        wire("ResetOne", id).assertResponse("unknown", 404, manager.post(AGENTS + "/" + UNKNOWN + "/Reset", "null"));
    }

    @Test
    void aResetRemovesTheJobs() {
        UUID id = agents.approved("reset-02");
        scheduleJob(id);

        assertThat(manager.post(AGENTS + "/" + id + "/Reset", "null").status()).isEqualTo(204);

        assertThat(jobsOf(id)).isZero();
    }

    @Test
    void onlyADisapprovedAgentWithoutJobsIsDeletedUnlessForced() {
        UUID id = agents.approved("deleted-01");
        scheduleJob(id);
        WireFiles wire = wire("Delete", id);

        wire.assertResponse("approved", 400, manager.delete(AGENTS + "/" + id + "?force=true"));
        assertThat(manager.post(AGENTS + "/Disapprove", "[\"" + id + "\"]").status())
                .isEqualTo(204);
        wire.assertResponse("with-a-job", 400, manager.delete(AGENTS + "/" + id));
        wire.assertResponse("bad-force", 400, manager.delete(AGENTS + "/" + id + "?force=perhaps"));
        assertThat(manager.delete(AGENTS + "/" + id + "?Force=True").status()).isEqualTo(204);
        wire.assertResponse("unknown", 404, manager.delete(AGENTS + "/" + id));

        assertThat(jobsOf(id)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"number,2,Required", "number-as-text,1,Requested", "name,1,Requested"})
    void newCertificatesAreAskedForInEverySpelling(String name, int number, String shown) {
        UUID id = agents.approved("reenrolled-" + name);
        WireFiles wire = wire("SetAuthCertificateReenrollment", id);

        Answer answer = manager.post(AGENTS + "/SetAuthCertificateReenrollment", wire.request(name));

        wire.assertResponse(name, 200, answer);
        assertThat(answer.json().get("Status").asInt()).isEqualTo(number);
        JsonNode agent = manager.get(AGENTS + "/" + id).json();
        assertThat(agent.get("AuthCertificateReenrollment").asText()).isEqualTo(shown);
    }

    @Test
    void unknownAgentsAreNamedAndAStatusThatIsNoneIsRefused() {
        UUID id = agents.approved("reenrolled-01");
        WireFiles wire = wire("SetAuthCertificateReenrollment", id);
        for (String name : List.of("unknown-status", "no-status", "no-ids")) {
            wire.assertResponse(
                    name, 400, manager.post(AGENTS + "/SetAuthCertificateReenrollment", wire.request(name)));
        }
        wire.assertResponse(
                "unknown-id",
                200,
                manager.post(AGENTS + "/SetAuthCertificateReenrollment", wire.request("unknown-id")));
    }

    private static Answer send(ApiClient client, String endpoint) {
        String[] parts = endpoint.split(" ");
        return client.send(parts[0], parts[1], parts[0].equals("POST") ? Optional.of("[]") : Optional.empty());
    }

    private static void assertForbidden(Answer answer, String messageEnd) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo("0xA0140002");
        assertThat(answer.json().get("Message").asText()).endsWith(messageEnd);
    }

    private static WireFiles wire(String operation, Object agentId) {
        return WireFiles.of("Agents." + operation).with("agent", agentId).with("unknown", UNKNOWN);
    }

    private void scheduleJob(UUID agentId) {
        NewJob job = new NewJob(
                UUID.randomUUID(),
                agentId,
                JobKind.CUSTOM,
                new UUID(7, 7),
                "EchoTime",
                null,
                null,
                Schedule.ofText(null),
                NewJob.PRIORITY_NORMAL,
                JsonNodeFactory.instance.objectNode());
        database.runInTransaction(
                tx -> schedule.add(tx, "somebody", List.of(job), Instant.parse("2026-03-01T09:00:00Z")));
    }

    private long jobsOf(UUID agentId) {
        return database.read(tx -> tx.createQuery("SELECT count(*) FROM scheduled_job WHERE agent_id = :id")
                .bind("id", agentId)
                .mapTo(Long.class)
                .one());
    }
}
