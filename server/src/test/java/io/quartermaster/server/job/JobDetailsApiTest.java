package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(reader.get(why(second)).body()).contains("comes first: RestartService " + first);
        AgentSession session = world.session(agent);
        world.begin(session, first);
        assertThat(blockedBy(first)).isEqualTo("IN_PROCESS");
        assertThat(reader.get(why(second)).body()).contains(first + ", which runs since ");
    }

    @Test
    void aJobThatIsNotOnTheScheduleIsNotFoundAndNonsenseIsTheSendersFault() {
        assertThat(reader.get(why(UNKNOWN)).status()).isEqualTo(404);
        Answer bad = reader.get(why("7"));
        assertThat(bad.status()).as(bad.body()).isEqualTo(400);
    }
}
