package io.quartermaster.server.agent;

import static io.quartermaster.server.agent.TestAgents.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
    private static final String MORE_THAN_THE_LIMIT =
            String.join(",", Collections.nCopies(AgentIds.AGENTS_MAX + 1, "\"01980000-0000-7000-8000-0000000000fe\""));

    private final ApiClient manager = ApiClient.as(TestUser.AGENTS_MANAGER);

    @Inject
    Database database;

    @Inject
    JobSchedule schedule;

    @Inject
    TestAgents agents;

    @Inject
    ApiWorld world;

    /** Of each endpoint the name of its wire files, the verb and the path. */
    static Stream<Arguments> endpoints() {
        return Stream.of(
                arguments("Query", "GET", AGENTS),
                arguments("Get", "GET", AGENTS + "/" + UNKNOWN),
                arguments("Delete", "DELETE", AGENTS + "/" + UNKNOWN),
                arguments("Approve", "POST", AGENTS + "/Approve"),
                arguments("Disapprove", "POST", AGENTS + "/Disapprove"),
                arguments("Reset", "POST", AGENTS + "/Reset"),
                arguments("ResetOne", "POST", AGENTS + "/" + UNKNOWN + "/Reset"),
                arguments("SetAuthCertificateReenrollment", "POST", AGENTS + "/SetAuthCertificateReenrollment"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void withoutCredentialsAndWithThoseOfAnAgentNothingIsAnswered(String operation, String verb, String path) {
        for (ApiClient client :
                List.of(ApiClient.anonymous(), ApiClient.asAgent().with("x-keyfactor-requested-with", "APIClient"))) {
            Answer answer = send(client, verb, path);
            assertThat(answer.status()).as(operation).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void whoeverLacksAPermissionIsRefused(String operation, String verb, String path) {
        WireFiles wire = wire(operation, UNKNOWN);
        wire.assertResponse("no-role", 403, send(ApiClient.as(TestUser.STRANGER), verb, path));
        wire.assertResponse("not-read", 403, send(ApiClient.as(TestUser.AGENTS_MODIFIER), verb, path));
        if (!verb.equals("GET")) {
            wire.assertResponse("not-modify", 403, send(ApiClient.as(TestUser.AGENTS_READER), verb, path));
        }
    }

    @Test
    void whoMayNotModifyTheStoresOfAnAgentCannotLetThemGo() {
        UUID id = agents.approved("with-stores-01");
        world.store(id, 6);
        WireFiles reset = wire("Reset", id);
        reset.assertResponse("store-out-of-reach", 403, manager.post(AGENTS + "/Reset", reset.request("one")));
        wire("ResetOne", id)
                .assertResponse("store-out-of-reach", 403, manager.post(AGENTS + "/" + id + "/Reset", "null"));
        assertThat(manager.post(AGENTS + "/Disapprove", reset.request("one")).status())
                .isEqualTo(204);
        wire("Delete", id).assertResponse("with-a-store", 400, manager.delete(AGENTS + "/" + id));
        wire("Delete", id).assertResponse("store-out-of-reach", 403, manager.delete(AGENTS + "/" + id + "?force=true"));
        assertThat(agents.get(id).status()).isEqualTo(AgentStatus.DISAPPROVED);
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

    @ParameterizedTest
    @CsvSource({
        "unknown-field,QueryString=Machine%20-eq%20%22x%22",
        "no-value,QueryString=ClientMachine%20-eq",
        "unfit-operator,QueryString=AgentId%20-contains%20%22x%22",
        "unfit-value,QueryString=Status%20-eq%20%22Late%22",
        "unknown-sort-field,SortField=Capabilities",
        "direction,SortAscending=2",
        "page-zero,pq.pageReturned=0",
        "limit-zero,ReturnLimit=0",
        "negative-skip,SkipCount=-1"
    })
    void whatCannotBeListedIsRefused(String name, String parameters) {
        wire("Query", UNKNOWN).assertResponse(name, 400, manager.get(AGENTS + "?" + parameters));
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
        for (String name : List.of("empty", "no-guid", "empty-entry", "no-list")) {
            wire.assertResponse(name, 400, manager.post(AGENTS + "/" + command, wire.request(name)));
        }
        WireFiles many = wire.with("too-many", MORE_THAN_THE_LIMIT);
        many.assertResponse("too-many", 400, manager.post(AGENTS + "/" + command, many.request("too-many")));
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
        wire("ResetOne", id).assertResponse("no-guid", 400, manager.post(AGENTS + "/7/Reset", "null"));
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
        wire.assertResponse("no-guid", 400, manager.delete(AGENTS + "/7"));

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
        for (String name : List.of(
                "unknown-status", "no-status", "no-ids", "empty", "empty-entry", "no-guid", "too-many", "null")) {
            String body = wire.with("too-many", MORE_THAN_THE_LIMIT).request(name);
            wire.assertResponse(name, 400, manager.post(AGENTS + "/SetAuthCertificateReenrollment", body));
        }
        wire.assertResponse(
                "unknown-id",
                200,
                manager.post(AGENTS + "/SetAuthCertificateReenrollment", wire.request("unknown-id")));
    }

    private static Answer send(ApiClient client, String verb, String path) {
        return client.send(verb, path, verb.equals("POST") ? Optional.of("[]") : Optional.empty());
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
