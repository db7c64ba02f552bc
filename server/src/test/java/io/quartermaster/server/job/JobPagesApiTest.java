package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GET /qm/v1/jobs, /qm/v1/history, their counts, and /qm/v1/jobs/{id}. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class JobPagesApiTest {
    private static final String JOBS = "/qm/v1/jobs";
    private static final String HISTORY = "/qm/v1/history";
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000001";

    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);

    @Inject
    ApiWorld world;

    private static String of(UUID agent) {
        return "?Query=" + URLEncoder.encode("AgentId -eq \"" + agent + "\"", StandardCharsets.UTF_8);
    }

    private List<String> walk(String address, String key) {
        List<String> values = new ArrayList<>();
        String after = "";
        do {
            Answer answer = reader.get(address + "&After=" + after);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            for (JsonNode row : answer.json().get("Items")) {
                values.add(row.get(key).asText());
            }
            after = answer.json().get("Next").asText("");
        } while (!after.isEmpty());
        return values;
    }

    @Test
    void aListTellsAllThatFitsInALine() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        StorePlace store = world.store(agent, null);
        UUID management = world.job(agent, JobKind.MANAGEMENT, store, null);
        UUID weekly = world.customJob(agent, "W_26_07:00");
        WireFiles.of("qm.jobs")
                .with("machine", machine)
                .with("agent", agent)
                .with("store", store.storeId())
                .with("path", store.storePath())
                .with("management", management)
                .with("weekly", weekly)
                .with("weekly-run", nextRun(weekly))
                .with("due", nextRun(management))
                .assertResponse("list", 200, reader.get(JOBS + of(agent) + "&Sort=Id"));
    }

    private String nextRun(UUID job) {
        return reader.get(JOBS + "/" + job).json().get("NextRun").asText();
    }

    @Test
    void theHistoryTellsAllThatFitsInALine() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID job = world.customJob(agent, null);
        AgentSession session = world.session(agent);
        long failed = world.begin(session, job);
        world.complete(session, job, failed, 4);
        world.makeDue(job);
        long running = world.begin(session, job);
        StorePlace store = world.store(agent, null);
        UUID inventory = UUID.fromString("0197b0aa-6f5e-7f3a-8d4c-2a6d1f0e9b12");
        long stored = world.attempt(agent, inventory, JobKind.INVENTORY, store, "I_60", 2, 3);
        WireFiles.of("qm.history")
                .with("machine", machine)
                .with("agent", agent)
                .with("store", store.storeId())
                .with("path", store.storePath())
                .with("job", job)
                .with("failed", failed)
                .with("running", running)
                .with("inventory", stored)
                .assertResponse("list", 200, reader.get(HISTORY + of(agent) + "&Sort=JobHistoryId"));
        assertThat(walk(HISTORY + of(agent) + "&Sort=-OperationEnd&Limit=1", "JobHistoryId"))
                .as("in process first")
                .containsExactly(String.valueOf(running), String.valueOf(stored), String.valueOf(failed));
    }

    @Test
    void aJobIsShownInFullAlsoWhileItIsInProcess() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID job = world.customJob(agent, null);
        AgentSession session = world.session(agent);
        long attempt = world.begin(session, job);
        assertThat(reader.get(JOBS + of(agent)).json().get("Items")).isEmpty();
        WireFiles.of("qm.jobs.get")
                .with("machine", machine)
                .with("agent", agent)
                .with("job", job)
                .with("attempt", attempt)
                .with("due", nextRun(job))
                .assertResponse("in-process", 200, reader.get(JOBS + "/" + job));
    }

    @Test
    void aJobThatIsNeitherOnTheScheduleNorInProcessIsNotFound() {
        WireFiles.of("qm.jobs.get").assertResponse("unknown", 404, reader.get(JOBS + "/" + UNKNOWN));
    }

    @Test
    void pagesFollowEachOtherToTheEndInEverySort() {
        UUID agent = world.agent();
        List<String> jobs = new ArrayList<>();
        List<String> attempts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            jobs.add(world.customJob(agent, "I_60").toString());
            attempts.add(String.valueOf(world.attempt(agent, JobKind.CUSTOM, null, null, 2, 3)));
        }
        for (String sort : List.of("", "Requested", "-NextRun", "agentid", "-Id")) {
            assertThat(walk(JOBS + of(agent) + "&Limit=3&Sort=" + sort, "Id"))
                    .as(sort)
                    .containsExactlyInAnyOrderElementsOf(jobs);
        }
        for (String sort : List.of("", "OperationEnd", "-AgentId", "JobId", "-JobHistoryId")) {
            assertThat(walk(HISTORY + of(agent) + "&Limit=2&Sort=" + sort, "JobHistoryId"))
                    .as(sort)
                    .containsExactlyInAnyOrderElementsOf(attempts);
        }
        assertThat(walk(JOBS + of(agent) + "&Limit=7", "Id")).hasSize(7);
    }

    @Test
    void aCountIsAskedForSeparatelyAndStopsAtItsLimit() {
        UUID agent = world.agent();
        for (int i = 0; i < 3; i++) {
            world.customJob(agent, null);
            world.attempt(agent, JobKind.CUSTOM, null, null, 2, 3);
        }
        for (String list : List.of(JOBS, HISTORY)) {
            WireFiles counts = WireFiles.of("qm.count");
            counts.assertResponse("all", 200, reader.get(list + "/count" + of(agent)));
            counts.assertResponse("capped", 200, reader.get(list + "/count" + of(agent) + "&Max=2"));
            counts.assertResponse("max-too-high", 400, reader.get(list + "/count?Max=100001"));
            counts.assertResponse("max-too-low", 400, reader.get(list + "/count?Max=0"));
        }
    }

    @Test
    void failuresThatNobodyAcknowledgedAreCountedByThemselves() {
        UUID agent = world.agent();
        world.attempt(agent, JobKind.CUSTOM, null, null, 2, 3);
        world.attempt(agent, JobKind.CUSTOM, null, null, 3, 3);
        world.attempt(agent, JobKind.CUSTOM, null, null, 4, 5);
        world.attempt(agent, JobKind.CUSTOM, null, null, 4, 4);

        WireFiles counts = WireFiles.of("qm.count");
        String failures = HISTORY + "/failures/count";
        counts.assertResponse("failures", 200, reader.get(failures + of(agent)));
        counts.assertResponse("failures-bad-query", 400, reader.get(failures + "?Query=Result%20-eq"));
        assertThat(ApiClient.as(TestUser.STORES_READER).get(failures).status()).isEqualTo(403);
        assertThat(ApiClient.anonymous().get(failures).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "jobs,    bad-query,      Query=Colour%20-eq%201",
        "jobs,    bad-sort,       Sort=Target",
        "jobs,    bad-cursor,     After=abc",
        "jobs,    limit-too-high, Limit=1001",
        "jobs,    limit-too-low,  Limit=0",
        "history, bad-query,      Query=Result%20-eq",
        "history, bad-sort,       Sort=-Result",
    })
    void whatCannotBeReadIsRefusedWithASentence(String list, String name, String parameters) {
        WireFiles.of("qm." + list).assertResponse(name, 400, reader.get("/qm/v1/" + list + "?" + parameters));
    }

    @Test
    void aCursorIsGoodForItsOwnListSortAndQueryOnly() {
        UUID agent = world.agent();
        world.customJob(agent, null);
        world.customJob(agent, null);
        String next = reader.get(JOBS + of(agent) + "&Limit=1&Sort=Id")
                .json()
                .get("Next")
                .asText();
        WireFiles jobs = WireFiles.of("qm.jobs");
        assertThat(reader.get(JOBS + of(agent) + "&Limit=5&Sort=Id&After=" + next)
                        .status())
                .isEqualTo(200);
        jobs.assertResponse("cursor-of-another-sort", 400, reader.get(JOBS + of(agent) + "&Sort=-Id&After=" + next));
        jobs.assertResponse("cursor-of-another-query", 400, reader.get(JOBS + "?Sort=Id&After=" + next));
        jobs.assertResponse(
                "cursor-of-another-list", 400, reader.get(HISTORY + of(agent) + "&Sort=JobId&After=" + next));
        char last = next.charAt(next.length() - 3);
        String changed =
                next.substring(0, next.length() - 3) + (last == 'A' ? 'B' : 'A') + next.substring(next.length() - 2);
        jobs.assertResponse("bad-cursor", 400, reader.get(JOBS + of(agent) + "&Sort=Id&After=" + changed));
    }

    @Test
    void secretsOfACustomJobAreNotShown() {
        UUID agent = world.agent();
        UUID job = world.customJobWithFields(
                agent, "{\"ServiceName\": \"nginx\", \"Token\": {\"secret\": \"" + UNKNOWN + "\"}}");
        Answer answer = reader.get(JOBS + "/" + job);
        assertThat(answer.json().get("JobFields").toString())
                .isEqualTo("[{\"JobTypeField\":\"ServiceName\",\"Value\":\"nginx\"},"
                        + "{\"JobTypeField\":\"Token\",\"Value\":\"********\"}]");
        assertThat(answer.body()).doesNotContain(UNKNOWN);
    }
}
