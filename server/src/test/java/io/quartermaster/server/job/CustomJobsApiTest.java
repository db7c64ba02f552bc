package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scheduling custom jobs over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class CustomJobsApiTest {
    private static final String CUSTOM = "/KeyfactorAPI/OrchestratorJobs/Custom";
    private static final String BULK = CUSTOM + "/Bulk";
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000001";

    private final ApiClient modifier = ApiClient.as(TestUser.AGENTS_MODIFIER);
    private String type = "";
    private UUID agent = new UUID(0, 0);

    @Inject
    ApiWorld world;

    @Inject
    CreateCustomJobType createCustomJobType;

    /** Of its own for each test: ServiceName (required), WaitSeconds (Int, default 10), Force (Bool), At, Token (secret). */
    @BeforeEach
    void aTypeAndAnAgentThatCanDoIt() {
        type = world.unique("Restart");
        createCustomJobType.run(
                CustomFixture.OPERATOR,
                new CustomJobTypeDefinition(
                        type,
                        null,
                        java.util.List.of(
                                new CustomJobTypeField("ServiceName", FieldValueType.STRING, null, true),
                                new CustomJobTypeField("WaitSeconds", FieldValueType.INT, "10", false),
                                new CustomJobTypeField("Force", FieldValueType.BOOL, "false", false),
                                new CustomJobTypeField("At", FieldValueType.DATE_TIME, null, false),
                                new CustomJobTypeField("Token", FieldValueType.SECRET, null, false))));
        agent = world.agent("Custom." + type);
    }

    private WireFiles wire(String operation) {
        return WireFiles.of("OrchestratorJobs." + operation).with("type", type).with("agent", agent);
    }

    private long jobsOf(UUID agentId) {
        return world.count("SELECT count(*) FROM scheduled_job WHERE agent_id = ?", agentId);
    }

    @ParameterizedTest
    @CsvSource({"weekly-with-numbers", "day-names-and-secret", "defaults-only", "exactly-once"})
    void aJobIsAnsweredWithAllItsValues(String name) {
        WireFiles custom = wire("Custom");
        Answer answer = modifier.post(CUSTOM, custom.request(name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        UUID job = UUID.fromString(answer.json().get("JobId").asText());
        custom.with("job", job).assertResponse(name, 200, answer);
        assertThat(world.isScheduled(job)).isTrue();
        assertThat(jobsOf(agent)).isEqualTo(1);
    }

    @Test
    void aSecretIsInNoAnswerNoJobAndNoAuditEntry() {
        Answer answer = modifier.post(CUSTOM, wire("Custom").request("day-names-and-secret"));
        assertThat(answer.body()).contains("********").doesNotContain("hunter2");
        assertThat(world.count("SELECT count(*) FROM scheduled_job WHERE strpos(CAST(fields AS text), 'hunter2') > 0"))
                .isZero();
        assertThat(world.count("SELECT count(*) FROM audit_entry WHERE strpos(message, 'hunter2') > 0"))
                .isZero();
        assertThat(world.audited(3007, 18, answer.json().get("JobId").asText())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "field-missing",
                "null-fields",
                "null-field",
                "unknown-field",
                "field-twice",
                "field-no-whole-number",
                "field-no-truth",
                "field-no-date",
                "field-is-an-object",
                "fields-are-a-list",
                "unknown-type",
                "unknown-agent",
                "agent-no-guid",
                "no-agent",
                "no-type",
                "blank-type",
                "schedule-off",
                "two-schedules",
                "day-28",
                "interval-zero",
                "null"
            })
    void whatCannotBeScheduledIsRefusedAndNothingIsScheduled(String name) {
        WireFiles custom = wire("Custom").with("unknown", UNKNOWN);
        long secrets = world.count("SELECT count(*) FROM secret");

        custom.assertResponse(name, 400, modifier.post(CUSTOM, custom.request(name)));

        assertThat(jobsOf(agent)).isZero();
        assertThat(world.count("SELECT count(*) FROM secret")).isEqualTo(secrets);
    }

    @Test
    void theAgentMustBeApprovedAndCapable() {
        String machine = world.machine();
        UUID incapable = world.agent(machine, 2, "Custom.Other");
        String waiting = world.machine();
        UUID unapproved = world.agent(waiting, 3, "Custom." + type);
        WireFiles custom = wire("Custom").with("incapable", incapable).with("machine", machine);
        custom.assertResponse("not-capable", 400, modifier.post(CUSTOM, custom.request("not-capable")));
        WireFiles approval = wire("Custom").with("waiting", unapproved).with("machine", waiting);
        approval.assertResponse("not-approved", 400, modifier.post(CUSTOM, approval.request("not-approved")));
        assertThat(jobsOf(incapable) + jobsOf(unapproved)).isZero();
    }

    @Test
    void inBulkTheOthersAreScheduledWhenOneCannot() {
        UUID second = world.agent(type);
        UUID incapable = world.agent("LOGS");
        WireFiles bulk = wire("CustomBulk").with("second", second).with("incapable", incapable);
        Answer answer = modifier.post(BULK, bulk.request("one-cannot"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode pairs = answer.json().get("OrchestratorJobPairs");
        for (JsonNode pair : pairs) {
            bulk = bulk.with(
                    pair.get("OrchestratorId").asText().equals(agent.toString()) ? "job" : "second-job",
                    pair.get("JobId").asText());
        }
        bulk.assertResponse("one-cannot", 200, answer);
        assertThat(jobsOf(agent)).isEqualTo(1);
        assertThat(jobsOf(second)).isEqualTo(1);
        assertThat(jobsOf(incapable)).isZero();
    }

    @Test
    void inBulkItIsNoErrorWhenNoneCan() {
        WireFiles bulk = wire("CustomBulk").with("unknown", UNKNOWN);
        bulk.assertResponse("none-can", 200, modifier.post(BULK, bulk.request("none-can")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty",
                "no-agents",
                "null-agent",
                "agent-no-guid",
                "field-missing",
                "no-type",
                "unknown-type",
                "schedule-off",
                "null"
            })
    void aBulkRequestThatCannotBeMeantIsRefused(String name) {
        WireFiles bulk = wire("CustomBulk");
        bulk.assertResponse(name, 400, modifier.post(BULK, bulk.request(name)));
        assertThat(jobsOf(agent)).isZero();
    }

    @Test
    void aBulkRequestHasALimit() {
        String tooMany = String.join(",", Collections.nCopies(ScheduleCustomJobs.AGENTS_MAX + 1, "\"" + agent + "\""));
        WireFiles bulk = wire("CustomBulk").with("too-many", tooMany);
        bulk.assertResponse("too-many", 400, modifier.post(BULK, bulk.request("too-many")));
        assertThat(jobsOf(agent)).isZero();
    }

    @Test
    void theAgentIsToldEveryValueAlsoTheSecretOne() {
        WireFiles custom = wire("Custom");
        Answer scheduled = modifier.post(CUSTOM, custom.request("with-a-secret"));
        UUID job = UUID.fromString(scheduled.json().get("JobId").asText());
        custom.with("job", job).assertResponse("with-a-secret", 200, scheduled);
        WireFiles configure = WireFiles.of("Custom.Configure")
                .with("token", world.session(agent).token())
                .with("job", job)
                .with("type", type);
        Answer configured = ApiClient.asAgent().post("/KeyfactorAgents/Custom/Configure", configure.request("begins"));
        configure
                .with("attempt", configured.json().get("AuditId").asLong())
                .assertResponse("with-values", 200, configured);
    }

    @Test
    void whatTheJobBroughtIsReadByTheNumberOfItsAttempt() {
        Answer scheduled = modifier.post(
                CUSTOM,
                "{\"AgentId\":\"" + agent + "\",\"JobTypeName\":\"" + type
                        + "\",\"JobFields\":{\"ServiceName\":\"a\"}}");
        UUID job = UUID.fromString(scheduled.json().get("JobId").asText());
        var session = world.session(agent);
        long historyId = world.begin(session, job);
        ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);
        String path = "/KeyfactorAPI/OrchestratorJobs/JobStatus/Data?jobHistoryId=" + historyId;
        WireFiles data = WireFiles.of("OrchestratorJobs.JobStatusData").with("history", historyId);
        data.assertResponse("not-yet", 200, reader.get(path));
        world.submit(session, job, "line one\nline \"two\" ä");
        world.complete(session, job, historyId, 2);
        data.assertResponse("brought", 200, reader.get(path));
        assertThat(reader.get(path.replace("jobHistoryId", "JOBHISTORYID")).status())
                .isEqualTo(200);

        String bare = path.replaceAll("\\?.*", "");
        data.assertResponse("unknown", 404, reader.get(bare + "?jobHistoryId=999999999999"));
        data.assertResponse("no-id", 400, reader.get(bare));
        data.assertResponse("no-number", 400, reader.get(bare + "?jobHistoryId=x"));
    }
}
