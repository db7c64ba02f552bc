package io.quartermaster.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GET /qm/v1/operations: what was done to sets of jobs, also through the compatible endpoints. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class OperationsApiTest {
    private static final String OPERATIONS = "/qm/v1/operations";

    private final ApiClient manager = ApiClient.as(TestUser.AGENTS_MANAGER);
    private final WireFiles wire = WireFiles.of("operations");

    @Inject
    ApiWorld world;

    @Test
    void whatTheCompatibleEndpointsDoIsListedNewestFirst() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID job = world.customJob(agent, "W_2_07:00");
        long failed = world.attempt(agent, JobKind.CUSTOM, null, null, 4, 3);
        String unscheduled = unschedule("{\"Query\":\"AgentId -eq " + agent + "\"}");
        assertThat(manager.post("/KeyfactorAPI/OrchestratorJobs/Acknowledge", "{\"JobAuditIds\":[" + failed + "]}")
                        .status())
                .isEqualTo(204);
        Answer list = manager.get(OPERATIONS + "?Limit=2");
        String acknowledged = list.json().at("/Items/0/Id").asText();
        WireFiles named = wire.with("unschedule", unscheduled)
                .with("acknowledge", acknowledged)
                .with("agent", agent)
                .with("machine", machine)
                .with("job", job)
                .with("failed", failed);
        named.with("until", list.json().at("/Items/1/UndoUntil").asText())
                .with("next", list.json().get("Next").asText())
                .assertResponse("list", 200, list);
        named.assertResponse("unscheduled-jobs", 200, manager.get(OPERATIONS + "/" + unscheduled + "/jobs"));
        JsonNode attempts =
                manager.get(OPERATIONS + "/" + acknowledged + "/jobs").json();
        assertThat(attempts.at("/Items/0/JobHistoryId").asLong()).isEqualTo(failed);
        assertThat(manager.get(OPERATIONS + "/" + acknowledged)
                        .json()
                        .get("UndoUntil")
                        .isNull())
                .as("only an unschedule can be undone")
                .isTrue();
    }

    @Test
    void listsGoOnWhereTheyWereLeft() {
        UUID agent = world.agent();
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(world.customJob(agent, null).toString());
        }
        String all = unschedule("{\"Query\":\"AgentId -eq " + agent + "\"}");
        List<String> read = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = manager.get(OPERATIONS + "/" + all + "/jobs?Limit=2&After=" + after)
                    .json();
            page.get("Items").forEach(item -> read.add(item.get("JobId").asText()));
            after = page.get("Next").asText("");
        } while (!after.isEmpty());
        assertThat(read).containsExactlyElementsOf(jobs.stream().sorted().toList());
        String before = unschedule("{\"Query\":\"AgentId -eq " + agent + "\"}");
        JsonNode newest = manager.get(OPERATIONS + "?Limit=1").json();
        assertThat(newest.at("/Items/0/Id").asText()).isEqualTo(before);
        assertThat(manager.get(OPERATIONS + "?Limit=1&After="
                                + newest.get("Next").asText())
                        .json()
                        .at("/Items/0/Id")
                        .asText())
                .isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?Limit=0", "?Limit=1001", "?Limit=many", "?After=7"})
    void aParameterThatCannotBeIsNamed(String parameters) {
        Answer answer = manager.get(OPERATIONS + parameters);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo("0xA0110001");
        assertThat(answer.json().get("Message").asText())
                .startsWith(parameters.substring(1, parameters.indexOf('=')) + " must be ");
    }

    @Test
    void anUnknownOperationIsNotFound() {
        UUID nothing = new UUID(1, 1);
        assertThat(manager.get(OPERATIONS + "/" + nothing).status()).isEqualTo(404);
        assertThat(manager.get(OPERATIONS + "/" + nothing + "/jobs").status()).isEqualTo(404);
    }

    @Test
    void anUnscheduleIsUndoneOnceAndARepetitionIsToldSo() {
        UUID agent = world.agent();
        UUID job = world.job(agent, JobKind.FETCH_LOGS, null, "W_2_07:00");
        String unschedule = unschedule("{\"JobIds\":[\"" + job + "\"]}");
        Answer undo = manager.post(OPERATIONS + "/" + unschedule + "/undo?Reason=a+mistake", "");
        WireFiles named = wire.with("unschedule", unschedule)
                .with("undo", undo.json().get("Id").asText());
        named.assertResponse("undo", 200, undo);
        named.assertResponse("undone-already", 409, manager.post(OPERATIONS + "/" + unschedule + "/undo", ""));
        assertThat(world.count(
                        "SELECT count(*) FROM scheduled_job WHERE agent_id = ? AND schedule = 'W_2_07:00'", agent))
                .isEqualTo(1);
        JsonNode jobs = manager.get(OPERATIONS + "/" + undo.json().get("Id").asText() + "/jobs")
                .json();
        assertThat(jobs.at("/Items/0/JobId").asText()).isEqualTo(job.toString());
        assertThat(world.isScheduled(
                        UUID.fromString(jobs.at("/Items/0/NewJobId").asText())))
                .isTrue();
        assertThat(manager.get(OPERATIONS + "/" + unschedule).json().get("UndoneBy"))
                .isEqualTo(undo.json().get("Id"));
    }

    @Test
    void anUndoNamesTheJobsThatCannotBePutBack() {
        UUID agent = world.agent();
        UUID job = world.job(agent, JobKind.FETCH_LOGS, null, null);
        String unschedule = unschedule("{\"JobIds\":[\"" + job + "\"]}");
        assertThat(manager.post("/KeyfactorAPI/Agents/Disapprove", "[\"" + agent + "\"]")
                        .status())
                .isEqualTo(204);
        wire.with("job", job)
                .assertResponse("undo-refused", 409, manager.post(OPERATIONS + "/" + unschedule + "/undo", ""));
        assertThat(world.audited(3020, 25, "/operations/{id}/undo")).isPositive();
    }

    @Test
    void aReasonIsNoNovel() {
        Answer answer = manager.post(OPERATIONS + "/" + new UUID(1, 1) + "/undo?Reason=" + "x".repeat(1_001), "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("Message").asText())
                .isEqualTo("Reason may have at most 1000 characters; this request has 1001.");
        Answer unstorable = manager.post(OPERATIONS + "/" + new UUID(1, 1) + "/undo?Reason=a%00b", "");
        assertThat(unstorable.status()).isEqualTo(400);
    }

    /** @return the id of the operation that it became */
    private String unschedule(String body) {
        assertThat(manager.post("/KeyfactorAPI/OrchestratorJobs/Unschedule", body)
                        .status())
                .isEqualTo(204);
        return manager.get(OPERATIONS + "?Limit=1").json().at("/Items/0/Id").asText();
    }
}
