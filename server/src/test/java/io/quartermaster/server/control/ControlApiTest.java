package io.quartermaster.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** /qm/v1/pauses, /qm/v1/quiet-hours and /qm/v1/caps. Each test takes back what it set: it holds for the whole server. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class ControlApiTest {
    private static final int JOB_CONTROL = 3021;
    /** No other test has it. */
    private static final int QUIET_CONTAINER = 705;

    private static final int CREATED = 1;
    private static final int DELETED = 3;

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);
    private final ApiClient operatorOf5 = ApiClient.as(TestUser.OPERATOR_OF_CONTAINER_5);

    @Inject
    ApiWorld world;

    private static String idOf(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("Id").asText();
    }

    private void remove(String path, String id) {
        assertThat(admin.delete(path + "/" + id).status()).isEqualTo(204);
        Answer again = admin.delete(path + "/" + id);
        assertThat(again.status()).isEqualTo(404);
        assertThat(world.audited(JOB_CONTROL, DELETED, id)).isEqualTo(1);
    }

    @Test
    void aPauseIsSetListedAuditedAndTakenBack() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, null);
        WireFiles files = WireFiles.of("qm.pauses").with("agent", agent);
        Answer answer = admin.post("/qm/v1/pauses", files.request("of-agent"));
        String id = idOf(answer);
        files.with("pause", id).assertResponse("of-agent", 200, answer);
        assertThat(world.audited(JOB_CONTROL, CREATED, id)).isEqualTo(1);
        assertThat(reader.get("/qm/v1/pauses").json().get("Items").findValuesAsText("Id"))
                .contains(id);
        assertThat(reader.get("/qm/v1/jobs/" + job + "/why").body()).contains("The machine is being moved.");
        remove("/qm/v1/pauses", id);
    }

    @Test
    void anOperatorOfAContainerPausesItsJobsAndNoOthers() {
        world.store(world.agent(), 5);
        world.store(world.agent(), 6);
        String pause = "{\"ContainerId\":%d,\"Reason\":\"Audit\"}";
        String id = idOf(operatorOf5.post("/qm/v1/pauses", pause.formatted(5)));
        Answer refused = operatorOf5.post("/qm/v1/pauses", pause.formatted(6));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("/certificate_stores/schedule/6/");
        remove("/qm/v1/pauses", id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Reason\":\"x\"} | 0xA0110001 | exactly one of AgentId",
                "{\"JobType\":\"a\",\"Query\":\"b\",\"Reason\":\"x\"} | 0xA0110001 | has 2",
                "{\"JobType\":\"a\"} | 0xA0110001 | Reason is required",
                "{\"JobType\":\"a\",\"Reason\":\"x\",\"Until\":\"2020-01-01T00:00:00Z\"} | 0xA0110001 | Until has passed",
                "{\"Query\":\"Nonsense -eq 1\",\"Reason\":\"x\"} | 0xA0110021 | Nonsense",
                "{\"ContainerId\":987654,\"Reason\":\"x\"} | 0xA0110022 | no container 987654",
                "{\"AgentId\":\"00000000-0000-7000-8000-000000000001\",\"Reason\":\"x\"} | 0xA0110022 | no orchestrator"
            })
    void aPauseThatCannotBeIsRefusedWithTheReason(String body, String code, String part) {
        assertRefused(admin.post("/qm/v1/pauses", body), code, part);
    }

    private static void assertRefused(Answer answer, String code, String part) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).as(answer.body()).isEqualTo(code);
        assertThat(answer.body()).contains(part);
    }

    @Test
    void quietHoursAreSetListedAuditedAndTakenBack() {
        world.store(world.agent(), QUIET_CONTAINER);
        WireFiles files = WireFiles.of("qm.quiet-hours");
        Answer answer = admin.post("/qm/v1/quiet-hours", files.request("week-nights"));
        String id = idOf(answer);
        files.with("quiet-hours", id).assertResponse("week-nights", 200, answer);
        assertThat(world.audited(JOB_CONTROL, CREATED, id)).isEqualTo(1);
        assertThat(reader.get("/qm/v1/quiet-hours").json().get("Items").findValuesAsText("Id"))
                .contains(id);
        remove("/qm/v1/quiet-hours", id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"From\":\"22:00\",\"To\":\"06:00\",\"Reason\":\"x\"} | 0xA0110001 | ContainerId is required",
                "{\"ContainerId\":705,\"From\":\"25:00\",\"To\":\"06:00\",\"Reason\":\"x\"} | 0xA0110001 | From must be a time",
                "{\"ContainerId\":705,\"From\":\"22:00\",\"Reason\":\"x\"} | 0xA0110001 | To must be a time",
                "{\"ContainerId\":705,\"From\":\"06:00\",\"To\":\"06:00\",\"Reason\":\"x\"} | 0xA0110001 | must differ",
                "{\"ContainerId\":705,\"Days\":[7],\"From\":\"22:00\",\"To\":\"06:00\",\"Reason\":\"x\"} | 0xA0110001 | Days must",
                "{\"ContainerId\":705,\"From\":\"22:00\",\"To\":\"06:00\",\"Zone\":\"+02:00\",\"Reason\":\"x\"} | 0xA0110001 | Zone must",
                "{\"ContainerId\":987654,\"From\":\"22:00\",\"To\":\"06:00\",\"Reason\":\"x\"} | 0xA0110022 | no container"
            })
    void quietHoursThatCannotBeAreRefusedWithTheReason(String body, String code, String part) {
        assertRefused(admin.post("/qm/v1/quiet-hours", body), code, part);
    }

    @Test
    void aCapIsSetReplacedListedAuditedAndTakenBack() {
        UUID agent = world.agent();
        WireFiles files = WireFiles.of("qm.caps").with("agent", agent);
        Answer answer = admin.post("/qm/v1/caps", files.request("of-agent"));
        String id = idOf(answer);
        files.with("cap", id).assertResponse("of-agent", 200, answer);
        Answer replaced =
                admin.post("/qm/v1/caps", "{\"Scope\":\"agent\",\"AgentId\":\"" + agent + "\",\"Max\":\"4\"}");
        assertThat(idOf(replaced)).isEqualTo(id);
        assertThat(replaced.json().get("Max").asInt()).isEqualTo(4);
        assertThat(reader.get("/qm/v1/caps").json().get("Items").findValuesAsText("Id"))
                .contains(id);
        remove("/qm/v1/caps", id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Max\":1} | 0xA0110001 | Scope must be",
                "{\"Scope\":\"All\"} | 0xA0110001 | Max must be",
                "{\"Scope\":\"All\",\"Max\":0} | 0xA0110001 | Max must be",
                "{\"Scope\":\"StoreType\",\"Max\":1} | 0xA0110001 | StoreType is required",
                "{\"Scope\":\"All\",\"StoreType\":\"JKS\",\"Max\":1} | 0xA0110001 | goes with",
                "{\"Scope\":\"StoreType\",\"StoreType\":\"Nonsense\",\"Max\":1} | 0xA0110022 | Nonsense"
            })
    void aCapThatCannotBeIsRefusedWithTheReason(String body, String code, String part) {
        assertRefused(admin.post("/qm/v1/caps", body), code, part);
    }

    @Test
    void aRolloutIsStartedLookedAtStoppedResumedAndAudited() {
        String type = world.unique("Restart");
        assertThat(admin.post("/KeyfactorAPI/JobTypes/Custom", "{\"JobTypeName\":\"" + type + "\"}")
                        .status())
                .isEqualTo(200);
        UUID first = world.agent("Custom." + type);
        UUID second = world.agent("Custom." + type);
        UUID incapable = world.agent();
        WireFiles files = WireFiles.of("qm.rollouts")
                .with("type", type)
                .with("first", first)
                .with("second", second)
                .with("incapable", incapable);
        Answer answer = admin.post("/qm/v1/rollouts", files.request("two-agents"));
        String id = idOf(answer);
        files.with("rollout", id).assertResponse("two-agents", 200, answer);
        assertThat(world.audited(JOB_CONTROL, CREATED, id)).isEqualTo(1);
        String path = "/qm/v1/rollouts/" + id;
        assertThat(admin.post(path + "/stop", "").json().get("State").asText()).isEqualTo("STOPPED");
        assertThat(admin.post(path + "/stop", "").status()).isEqualTo(400);
        assertThat(admin.post(path + "/resume", "").json().get("State").asText())
                .isEqualTo("RUNNING");
        assertThat(reader.get(path).json().get("Wave").asInt()).isEqualTo(1);
        assertThat(reader.get("/qm/v1/rollouts").json().get("Items").findValuesAsText("Id"))
                .contains(id);
        assertThat(reader.get("/qm/v1/rollouts/00000000-0000-7000-8000-000000000001")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Waves\":[{\"Count\":1}] | 0xA0110001 | must have Percent 100",
                "\"Waves\":[{\"Count\":1,\"Percent\":5},{\"Percent\":100}] | 0xA0110001 | Waves[0] must have",
                "\"StopAtFailures\":1,\"StopAtFailurePercent\":5 | 0xA0110001 | not both",
                "\"StopAtFailures\":0 | 0xA0110001 | at least 1",
                "\"StopAtFailurePercent\":101 | 0xA0110001 | from 1 to 100",
                "\"Schedule\":{\"Interval\":{\"Minutes\":5}} | 0xA0110024 | a wave has to end",
                "\"StopAtFailures\":1 | 0xA0110025 | None of the orchestrators"
            })
    void aRolloutThatCannotBeIsRefusedWithTheReason(String part, String code, String message) {
        String body = "{\"OrchestratorIds\":[\"" + world.agent() + "\"],\"JobTypeName\":\"FetchLogs\"," + part + "}";
        assertRefused(admin.post("/qm/v1/rollouts", body), code, message);
    }
}
