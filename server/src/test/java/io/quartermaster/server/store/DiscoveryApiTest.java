package io.quartermaster.server.store;

import static io.quartermaster.server.store.ApiStores.STORES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PUT /CertificateStores/DiscoveryJob, what agents find, and the stores that wait for approval then. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class DiscoveryApiTest {
    private static final String DISCOVERY = "/KeyfactorAgents/CertStoreDiscovery";
    private static final String JOB = STORES + "/DiscoveryJob";

    private final ApiClient modifier = ApiClient.as(TestUser.STORES_MODIFIER);
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private String machine = "";
    private UUID agent = new UUID(0, 0);
    private WireFiles wire = WireFiles.of("CertificateStores.DiscoveryJob");

    @Inject
    ApiWorld world;

    @Inject
    ApiStoreJobs jobs;

    @BeforeEach
    void anAgent() {
        machine = world.machine();
        agent = jobs.agent();
        wire = wire.with("machine", machine).with("agent", agent);
    }

    private UUID order(String body) {
        Answer answer = modifier.put(JOB, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        return UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE agent_id = ? AND kind = 'DISCOVERY'", agent));
    }

    private UUID order() {
        return order(wire.request("plain"));
    }

    private Answer submit(AgentSession session, UUID job, String locations) {
        return jobs.call(DISCOVERY + "/Submit", session, job, "\"Locations\": [" + locations + "]");
    }

    private String found() {
        return world.text(
                "SELECT coalesce(string_agg(store_path || CASE WHEN approved THEN '!' ELSE '' END, ' ' ORDER BY store_path),"
                        + " '') FROM certificate_store WHERE client_machine = ?",
                machine);
    }

    @Test
    void whatIsFoundWaitsForApproval() {
        UUID job = order(wire.request("everything"));
        assertThat(admin.get(
                                "/KeyfactorAPI/OrchestratorJobs/ScheduledJobs?QueryString=JobType+-contains+%22Discovery%22"
                                        + "+AND+JobType+-notcontains+%22SslDiscovery%22+AND+AgentId+-eq+%22" + agent
                                        + "%22")
                        .body())
                .as("scripts look it up like this")
                .contains(job.toString());
        assertThat(world.count(
                        "SELECT count(*) FROM scheduled_job WHERE id = ? AND CAST(fields AS text) LIKE '%hunter2%'",
                        job))
                .isZero();
        AgentSession session = jobs.session(agent);
        JsonNode begun = jobs.begin(DISCOVERY, session, job);
        WireFiles.of("CertStoreDiscovery.Configure")
                .with("machine", machine)
                .with("attempt", begun.get("AuditId").asLong())
                .assertResponse("everything", 200, new Answer(200, Map.of(), begun.toString()));
        assertThat(submit(session, job, "\"/srv/a.jks\", \"/srv/b.jks\"")
                        .json()
                        .at("/Result/Status")
                        .asInt())
                .isEqualTo(1);
        submit(session, job, "\"/srv/b.jks\", \"/srv/c d.jks\"");
        assertThat(found()).as("not before it has ended").isEmpty();
        jobs.complete(DISCOVERY, session, job, begun.get("AuditId").asLong(), 2);
        assertThat(found()).isEqualTo("/srv/a.jks /srv/b.jks /srv/c d.jks");
        JsonNode listed = admin.get(ApiStores.query(STORES, "ClientMachine -eq \"" + machine + "\"", ""))
                .json();
        assertThat(listed.size()).isEqualTo(3);
        assertThat(listed.at("/0/Approved").asBoolean()).isFalse();
        assertThat(listed.at("/0/AgentId").asText()).isEqualTo(agent.toString());
        assertThat(world.count("SELECT count(*) FROM discovered_location")).isZero();
        assertThat(world.audited(3007, 24, "Discovery on " + machine)).isEqualTo(1);
    }

    @Test
    void whatIsKnownAlreadyIsNotFoundAgain() {
        for (int run = 0; run < 2; run++) {
            UUID job = order();
            AgentSession session = jobs.session(agent);
            long attempt = jobs.begin(DISCOVERY, session, job).get("AuditId").asLong();
            submit(session, job, "\"/srv/a.jks\"");
            jobs.complete(DISCOVERY, session, job, attempt, 2);
            jobs.complete(DISCOVERY, session, job, attempt, 2);
            world.run("UPDATE certificate_store SET approved = TRUE WHERE client_machine = ?", machine);
        }
        assertThat(found()).isEqualTo("/srv/a.jks!");
    }

    @Test
    void aDiscoveryThatFailedHasFoundNothing() {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        long attempt = jobs.begin(DISCOVERY, session, job).get("AuditId").asLong();
        submit(session, job, "\"/srv/a.jks\"");
        jobs.complete(DISCOVERY, session, job, attempt, 4);
        assertThat(found()).isEmpty();
        assertThat(world.isScheduled(job)).as("it is tried again").isTrue();
    }

    @Test
    void whoeverHasNoDiscoveryInProcessFindsNothing() {
        UUID job = order();
        assertThat(submit(jobs.session(agent), job, "\"/srv/a.jks\"")
                        .json()
                        .at("/Result/Error/CodeString")
                        .asText())
                .isEqualTo("A0110033");
    }

    @Test
    void aPathThatCannotBeOneIsRefusedWithAllThatCameWithIt() {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        jobs.begin(DISCOVERY, session, job);
        for (String bad : new String[] {"null", "\"\"", "\"/srv/a\\u0007\"", "\"/" + "x".repeat(2048) + "\""}) {
            JsonNode reply = submit(session, job, "\"/srv/a.jks\", " + bad).json();
            assertThat(reply.at("/Result/Error/CodeString").asText()).isEqualTo("A011003B");
            assertThat(reply.at("/Result/Error/Message").asText()).startsWith("Locations[1] must be a path");
        }
        String many = IntStream.range(0, 10_001).mapToObj(i -> "\"/" + i + "\"").collect(Collectors.joining(","));
        assertThat(submit(session, job, many).json().at("/Result/Error/Message").asText())
                .startsWith("Locations may have at most 10000 paths");
        assertThat(world.count("SELECT count(*) FROM discovered_location")).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"Type": 0, "ClientMachine": "m"} | 0xA0110001 | AgentId is required.
            {"AgentId": "AGENT", "ClientMachine": "m"} | 0xA0110001 | Type is required
            {"AgentId": "AGENT", "Type": 0} | 0xA0110001 | ClientMachine is required.
            {"AgentId": "AGENT", "Type": 4711, "ClientMachine": "m"} | 0xA0110001 | Type 4711 does not exist
            {"AgentId": "01980000-0000-7000-8000-0000000000ff", "Type": 0, "ClientMachine": "m"} | 0xA0110025 | There is no agent
            {"AgentId": "AGENT", "Type": 0, "ClientMachine": "m", "KeyfactorSchedule": {"Interval": {"Minutes": 5}}} | 0xA0110024 | KeyfactorSchedule
            {"AgentId": "AGENT", "Type": 0, "ClientMachine": "m", "JobExecutionTimestamp": "soon"} | 0xA0110024 | JobExecutionTimestamp
            {"AgentId": "AGENT", "Type": 0, "ClientMachine": "m", "Dirs": "a\\u0007"} | 0xA0110001 | Dirs must be a list
            """)
    void whatIsWrongWithADiscoveryIsNamed(String body, String code, String message) {
        Answer answer = modifier.put(JOB, body.replace("AGENT", agent.toString()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo(code);
        assertThat(answer.json().get("Message").asText()).contains(message);
    }

    @Test
    void anAgentThatCannotFindSuchStoresIsNotAsked() {
        UUID reader = world.agent("CertStores.JKS.Inventory");
        Answer answer = modifier.put(
                JOB, wire.with("agent", reader).request("plain").replace(agent.toString(), reader.toString()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("Message").asText()).contains("CertStores.JKS.Discovery");
    }

    @Test
    void theRightToOneContainerIsNotEnough() {
        assertThat(ApiClient.as(TestUser.MODIFIER_OF_CONTAINER_5)
                        .put(JOB, wire.request("plain"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theScheduleOfScriptsCountsBeforeTheTime() {
        UUID job = order("""
                {"AgentId": "%s", "Type": "0", "ClientMachine": "%s", "JobExecutionTimestamp": "2026-01-31T10:00:00Z",
                 "KeyfactorSchedule": {"ExactlyOnce": {"Time": "2099-01-31T10:00:00Z"}}}
                """.formatted(agent, machine));
        assertThat(admin.get("/qm/v1/jobs/" + job).json().get("NextRun").asText())
                .isEqualTo("2099-01-31T10:00:00Z");
    }

    @Test
    void anUnscheduledDiscoveryComesBackWithItsPassword() {
        UUID job = order(wire.request("everything"));
        assertThat(admin.post("/KeyfactorAPI/OrchestratorJobs/Unschedule", "{\"JobIds\": [\"" + job + "\"]}")
                        .status())
                .isEqualTo(204);
        String operation =
                admin.get("/qm/v1/operations?Limit=1").json().at("/Items/0/Id").asText();
        assertThat(admin.post("/qm/v1/operations/" + operation + "/undo", "{}").status())
                .isEqualTo(200);
        UUID restored = UUID.fromString(world.text(
                "SELECT CAST(id AS text) FROM scheduled_job WHERE agent_id = ? AND kind = 'DISCOVERY'", agent));
        assertThat(jobs.begin(DISCOVERY, jobs.session(agent), restored)
                        .at("/Job/ServerPassword")
                        .asText())
                .isEqualTo("hunter2");
    }

    @Test
    void whatWaitsForApprovalIsApprovedAndInventoried() {
        UUID job = order();
        AgentSession session = jobs.session(agent);
        long attempt = jobs.begin(DISCOVERY, session, job).get("AuditId").asLong();
        submit(session, job, "\"/srv/a.jks\"");
        jobs.complete(DISCOVERY, session, job, attempt, 2);
        String store = world.text("SELECT CAST(id AS text) FROM certificate_store WHERE client_machine = ?", machine);
        Answer early = admin.post(STORES + "/Schedule", """
                {"StoreIds": ["%s"], "Schedule": {"Immediate": true}}""".formatted(store));
        assertThat(early.status()).as("not before it is approved").isEqualTo(400);
    }
}
