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

    private static void assertRefused(Answer answer, String code, String part) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().get("Message").asText()).contains(part);
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

    @ParameterizedTest(name = "{1} {2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"AgentId":"AGENT","JobTypeName":"TYPE"}                                              | 0xA0110027 | 'ServiceName' is required
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":null}                             | 0xA0110027 | 'ServiceName' is required
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":{"ServiceName":null}}             | 0xA0110027 | 'ServiceName' is required
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":{"ServiceName":"a","Colour":"b"}} | 0xA0110027 | no field 'Colour'
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":{"ServiceName":"a","WaitSeconds":1.5}} | 0xA0110027 | 'WaitSeconds' must be a whole number
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":{"ServiceName":"a","Force":"yes"}} | 0xA0110027 | 'Force' must be true or false
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":{"ServiceName":"a","At":"soon"}}  | 0xA0110027 | 'At' must be a date
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":{"ServiceName":{"a":1}}}          | 0xA0110001 | JobFields
            {"AgentId":"AGENT","JobTypeName":"TYPE","JobFields":["a"]}                            | 0xA0110001 | JobFields
            {"AgentId":"AGENT","JobTypeName":"Nothing","JobFields":{}}                            | 0xA0110022 | 'Nothing'
            {"AgentId":"UNKNOWN","JobTypeName":"TYPE","JobFields":{"ServiceName":"a"}}            | 0xA0110022 | UNKNOWN
            {"AgentId":"x","JobTypeName":"TYPE"}                                                  | 0xA0110001 | AgentId
            {"JobTypeName":"TYPE"}                                                                | 0xA0110001 | AgentId is required
            {"AgentId":"AGENT"}                                                                   | 0xA0110001 | JobTypeName is required
            {"AgentId":"AGENT","JobTypeName":" "}                                                 | 0xA0110001 | JobTypeName is required
            {"AgentId":"AGENT","JobTypeName":"TYPE","Schedule":"Off"}                             | 0xA0110024 | Schedule must not be Off
            {"AgentId":"AGENT","JobTypeName":"TYPE","Schedule":{"Immediate":true,"Interval":{"Minutes":5}}} | 0xA0110024 | Schedule
            {"AgentId":"AGENT","JobTypeName":"TYPE","Schedule":{"Monthly":{"Day":28,"Time":"2026-11-25T07:00:00Z"}}} | 0xA0110024 | Schedule.Monthly.Day
            {"AgentId":"AGENT","JobTypeName":"TYPE","Schedule":{"Interval":{"Minutes":0}}}        | 0xA0110024 | Schedule.Interval.Minutes
            null                                                                                  | 0xA0110001 | body
            """)
    void whatCannotBeScheduledIsRefusedAndNothingIsScheduled(String body, String code, String part) {
        String filled =
                body.replace("AGENT", agent.toString()).replace("TYPE", type).replace("UNKNOWN", UNKNOWN);
        assertRefused(modifier.post(CUSTOM, filled), code, part.replace("UNKNOWN", UNKNOWN));
        assertThat(jobsOf(agent)).isZero();
        assertThat(
                        world.count(
                                "SELECT count(*) FROM secret s WHERE NOT EXISTS (SELECT FROM job_secret j WHERE j.secret_id = s.id)"))
                .isZero();
    }

    @Test
    void theAgentMustBeApprovedAndCapable() {
        String machine = world.machine();
        UUID incapable = world.agent(machine, 2, "Custom.Other");
        UUID unapproved = world.agent(world.machine(), 3, "Custom." + type);
        WireFiles custom = wire("Custom").with("incapable", incapable).with("machine", machine);
        custom.assertResponse("not-capable", 400, modifier.post(CUSTOM, custom.request("not-capable")));
        assertRefused(
                modifier.post(
                        CUSTOM,
                        "{\"AgentId\":\"" + unapproved + "\",\"JobTypeName\":\"" + type
                                + "\",\"JobFields\":{\"ServiceName\":\"a\"}}"),
                "0xA0110025",
                "is not approved");
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

    @Test
    void aBulkRequestNeedsAgentsAndHasALimit() {
        assertRefused(
                modifier.post(BULK, "{\"OrchestratorIds\":[],\"JobTypeName\":\"" + type + "\"}"),
                "0xA0110001",
                "OrchestratorIds must have at least one id");
        assertRefused(modifier.post(BULK, "{\"JobTypeName\":\"" + type + "\"}"), "0xA0110001", "OrchestratorIds");
        assertRefused(
                modifier.post(BULK, "{\"OrchestratorIds\":[\"" + agent + "\",null],\"JobTypeName\":\"" + type + "\"}"),
                "0xA0110001",
                "OrchestratorIds[1]");
        String many = String.join(",", Collections.nCopies(10_001, "\"" + agent + "\""));
        assertRefused(
                modifier.post(BULK, "{\"OrchestratorIds\":[" + many + "],\"JobTypeName\":\"" + type + "\"}"),
                "0xA0110001",
                "at most 10000 ids");
        assertRefused(
                modifier.post(BULK, "{\"OrchestratorIds\":[\"" + agent + "\"],\"JobTypeName\":\"" + type + "\"}"),
                "0xA0110027",
                "'ServiceName' is required");
        assertThat(jobsOf(agent)).isZero();
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

        Answer unknown = reader.get("/KeyfactorAPI/OrchestratorJobs/JobStatus/Data?jobHistoryId=999999999999");
        assertThat(unknown.status()).isEqualTo(404);
        assertRefused(reader.get("/KeyfactorAPI/OrchestratorJobs/JobStatus/Data"), "0xA0110001", "jobHistoryId");
        assertRefused(
                reader.get("/KeyfactorAPI/OrchestratorJobs/JobStatus/Data?jobHistoryId=x"),
                "0xA0110001",
                "jobHistoryId");
    }
}
