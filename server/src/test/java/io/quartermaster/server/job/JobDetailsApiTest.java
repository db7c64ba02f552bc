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
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What GET /qm/v1/jobs/{id}/... says about one job. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class JobDetailsApiTest {
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000001";

    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);

    @Inject
    ApiWorld world;

    private static String why(Object jobId) {
        return "/qm/v1/jobs/" + jobId + "/why";
    }

    private String blockedBy(UUID job) {
        return reader.get(why(job)).json().get("BlockedBy").asText();
    }

    @Test
    void everyConditionIsAnsweredAndTheFirstThatIsNotMetIsMarked() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2, "Custom.RestartService");
        UUID job = world.customJob(agent, "O_2099-01-31T10:00");
        WireFiles.of("qm.jobs.why")
                .with("job", job)
                .with("agent", agent)
                .with("machine", machine)
                .assertResponse("not-due", 200, reader.get(why(job)));
    }

    @Test
    void aJobThatCanNeverRunSaysSoFirst() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 3, "Custom.Other");
        UUID job = world.customJob(agent, null);
        WireFiles.of("qm.jobs.why")
                .with("job", job)
                .with("agent", agent)
                .with("machine", machine)
                .with("requested", nextRun(job))
                .assertResponse("never", 200, reader.get(why(job)));
    }

    private String nextRun(UUID job) {
        return world.text(
                "SELECT to_char(next_run AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM scheduled_job WHERE id = ?",
                job);
    }

    @Test
    void theJobThatRunsAndTheOneThatWaitsForItNameEachOther() {
        UUID agent = world.agent("Custom.RestartService");
        StorePlace store = world.store(agent, null);
        UUID first = world.job(agent, JobKind.CUSTOM, store, null);
        UUID second = world.job(agent, JobKind.CUSTOM, store, null);
        assertThat(reader.get(why(second)).body()).contains("comes first. It is RestartService " + first);
        AgentSession session = world.session(agent);
        world.begin(session, first);
        assertThat(blockedBy(first)).isEqualTo("IN_PROCESS");
        assertThat(reader.get(why(second)).body()).contains(first + ", which runs since ");
    }

    @Test
    void theStoryOfAJobIsToldFromItsCreationToItsResultAndWhoAcknowledgedIt() {
        UUID agent = world.agent("Custom.RestartService");
        UUID job = world.customJob(agent, null);
        AgentSession session = world.session(agent);
        long first = world.begin(session, job);
        world.submit(session, job, "half of it");
        world.submit(session, job, "more of it");
        world.complete(session, job, first, 4);
        String retryAt = nextRun(job);
        world.makeDue(job);
        long second = world.begin(session, job);
        world.complete(session, job, second, 2);
        assertThat(ApiClient.as(TestUser.ADMIN)
                        .post("/KeyfactorAPI/OrchestratorJobs/Acknowledge", "{\"JobAuditIds\":[" + first + "]}")
                        .status())
                .isEqualTo(204);
        ApiClient.Answer story = reader.get(timeline(job));
        // Two minutes, less the seconds by which the retry is early for the sake of a whole minute.
        long wait = story.json().at("/Items/4/WaitSeconds").asLong();
        assertThat(wait).isBetween(60L, 120L);
        WireFiles.of("qm.jobs.timeline")
                .with("job", job)
                .with("agent", agent)
                .with("session", session.token().toString().substring(0, 8))
                .with("first", first)
                .with("second", second)
                .with("retry-at", retryAt)
                .with("wait", wait)
                .assertResponse("a-retry", 200, story);
    }

    private static String timeline(Object jobId) {
        return "/qm/v1/jobs/" + jobId + "/timeline";
    }

    @Test
    void aJobThatNeverRanAndIsGoneHasItsStoryAndAnUnknownOneHasNone() {
        UUID agent = world.agent("Custom.RestartService");
        UUID job = world.customJob(agent, null);
        assertThat(ApiClient.as(TestUser.ADMIN)
                        .post("/KeyfactorAPI/OrchestratorJobs/Unschedule", "{\"JobIds\":[\"" + job + "\"]}")
                        .status())
                .isEqualTo(204);
        JsonNode items = reader.get(timeline(job)).json().get("Items");
        assertThat(items.findValuesAsText("Event")).containsExactly("SCHEDULED", "UNSCHEDULED");
        assertThat(items.findValuesAsText("Actor")).containsExactly("somebody", TestUser.ADMIN.account());
        assertThat(reader.get(timeline(UNKNOWN)).status()).isEqualTo(404);
        assertThat(reader.get(timeline("0b5e8c1e-6b9d-4c58-9a3e-000000000001")).status())
                .isEqualTo(404);
        assertThat(reader.get(why(job)).status()).isEqualTo(404);
    }

    @Test
    void aJobThatIsNotOnTheScheduleIsNotFoundAndNonsenseIsTheSendersFault() {
        assertThat(reader.get(why(UNKNOWN)).status()).isEqualTo(404);
        Answer bad = reader.get(why("7"));
        assertThat(bad.status()).as(bad.body()).isEqualTo(400);
    }

    @Test
    void howARecurringJobIsHandedOutIsSet() {
        UUID agent = world.agent("Custom.RestartService");
        UUID job = world.customJob(agent, "D_23:30");
        ApiClient modifier = ApiClient.as(TestUser.AGENTS_MODIFIER);
        String path = "/qm/v1/jobs/" + job + "/policy";
        WireFiles files = WireFiles.of("qm.jobs.policy").with("job", job);
        files.assertResponse("skip", 200, modifier.put(path, files.request("skip")));
        assertThat(modifier.put(path, "{\"Overlap\":\"Often\"}").status()).isEqualTo(400);
        assertThat(modifier.put(path, "{\"JitterSeconds\":3601}").status()).isEqualTo(400);
        assertThat(modifier.put("/qm/v1/jobs/" + UNKNOWN + "/policy", "{}").status())
                .isEqualTo(404);
        assertThat(world.audited(3007, 2, job.toString())).isEqualTo(1);
    }
}
