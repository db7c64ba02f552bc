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
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GET /OrchestratorJobs/ScheduledJobs and JobHistory. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class JobListsApiTest {
    private static final String SCHEDULED = "/KeyfactorAPI/OrchestratorJobs/ScheduledJobs";
    private static final String HISTORY = "/KeyfactorAPI/OrchestratorJobs/JobHistory";

    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);

    @Inject
    ApiWorld world;

    private Answer get(String list, String query, String more) {
        return reader.get(list + "?QueryString=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    }

    private static List<String> values(Answer answer, String key) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> values = new ArrayList<>();
        for (JsonNode row : answer.json()) {
            values.add(row.get(key).asText());
        }
        return values;
    }

    @Test
    void scheduledJobsAreShownWithTheirSchedules() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        StorePlace store = world.store(agent, null);
        UUID management = world.job(agent, JobKind.MANAGEMENT, store, null);
        UUID once = world.job(agent, JobKind.DISCOVERY, null, "O_2099-01-02T03:04");
        UUID interval = world.customJob(agent, "I_60");
        UUID weekly = world.customJob(agent, "W_26_07:00");
        UUID monthly = world.customJob(agent, "M_5_07:00");
        UUID logs = world.job(agent, JobKind.FETCH_LOGS, null, "D_23:30");
        Answer answer = get(SCHEDULED, "Agent -eq \"" + machine + "\"", "&SortField=Id");
        assertThat(answer.header("X-Total-Count")).isEqualTo("6");
        WireFiles.of("OrchestratorJobs.ScheduledJobs")
                .with("machine", machine)
                .with("path", store.storePath())
                .with("management", management)
                .with("once", once)
                .with("interval", interval)
                .with("weekly", weekly)
                .with("monthly", monthly)
                .with("logs", logs)
                .assertResponse("all-schedules", 200, answer);
    }

    @Test
    void theHistoryShowsEachAttemptOfAJob() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID job = world.customJob(agent, null);
        AgentSession session = world.session(agent);
        long first = world.begin(session, job);
        world.complete(session, job, first, 4);
        world.makeDue(job);
        long second = world.begin(session, job);
        world.complete(session, job, second, 4);
        world.makeDue(job);
        long third = world.begin(session, job);
        StorePlace store = world.store(agent, null);
        UUID inventory = UUID.fromString("0197b0aa-6f5e-7f3a-8d4c-2a6d1f0e9b12");
        long stored = world.attempt(agent, inventory, JobKind.INVENTORY, store, "I_60", 2, 3);
        WireFiles.of("OrchestratorJobs.JobHistory")
                .with("machine", machine)
                .with("path", store.storePath())
                .with("job", job)
                .with("first", first)
                .with("second", second)
                .with("third", third)
                .with("inventory", stored)
                .assertResponse("attempts", 200, get(HISTORY, "Agent -eq \"" + machine + "\"", ""));

        world.complete(session, job, third, 2);
        Answer newestFirst =
                get(HISTORY, "JobId -eq \"" + job + "\"", "&SortField=JobHistoryId&SortAscending=1&ReturnLimit=100");
        assertThat(values(newestFirst, "JobHistoryId"))
                .containsExactly(String.valueOf(third), String.valueOf(second), String.valueOf(first));
        assertThat(values(newestFirst, "Result")).containsExactly("2", "4", "4");
        assertThat(values(newestFirst, "Status")).containsExactly("3", "5", "5");
        assertThat(newestFirst.header("X-Total-Count")).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEDULED, HISTORY})
    void theParametersOfOldAndNewClientsAreTaken(String list) {
        UUID agent = world.agent();
        for (int i = 0; i < 3; i++) {
            world.customJob(agent, null);
            world.attempt(agent, JobKind.CUSTOM, null, null, 2, 3);
        }
        String query = "AgentId%20-eq%20%22" + agent + "%22";
        for (String address : List.of(
                "?QueryString=" + query + "&PageReturned=2&ReturnLimit=2",
                "?pq.queryString=" + query + "&pq.pageReturned=2&pq.returnLimit=2",
                "?querystring=" + query + "&SkipCount=2")) {
            Answer answer = reader.send("GET", list + address, Optional.of("null"));
            assertThat(answer.json()).as(answer.body()).hasSize(1);
            assertThat(answer.header("X-Total-Count")).isEqualTo("3");
            assertThat(answer.header("Api-Supported-Versions")).isEqualTo("1.0");
        }
        Answer pastTheEnd = reader.get(list + "?QueryString=" + query + "&PageReturned=9");
        assertThat(pastTheEnd.json()).isEmpty();
        assertThat(pastTheEnd.header("X-Total-Count")).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource({
        "unknown-field,QueryString=Colour%20-eq%201",
        "no-value,QueryString=JobType%20-eq",
        "unfit-operator,QueryString=AgentId%20-contains%20%22a%22",
        "unfit-value,QueryString=AgentId%20-eq%205",
        "unknown-sort-field,SortField=Colour",
        "direction,SortAscending=2",
        "page-zero,pq.pageReturned=0",
        "limit-zero,ReturnLimit=0",
        "negative-skip,SkipCount=-1"
    })
    void badQueriesSortFieldsAndPagesAreRefused(String name, String parameters) {
        WireFiles.of("OrchestratorJobs.ScheduledJobs")
                .assertResponse(name, 400, reader.get(SCHEDULED + "?" + parameters));
        WireFiles.of("OrchestratorJobs.JobHistory").assertResponse(name, 400, reader.get(HISTORY + "?" + parameters));
    }

    @Test
    void queriesAreDataAndNeverCommands() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, null);
        for (String query : List.of(
                "Agent -eq \"x' OR '1'='1\"",
                "Agent -contains \"'); DROP TABLE scheduled_job; --\"",
                "Agent -eq \":q0 ? {fn}\"")) {
            assertThat(get(SCHEDULED, query, "").json()).as(query).isEmpty();
        }
        assertThat(world.isScheduled(job)).isTrue();
    }
}
