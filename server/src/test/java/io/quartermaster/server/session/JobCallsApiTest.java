package io.quartermaster.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.security.AccessResource;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls around one run of a custom job and of a log fetch, from the configuration to the completion. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class JobCallsApiTest {
    private static final String AGENTS = "/KeyfactorAgents/";

    private final ApiClient agentClient = ApiClient.asAgent();
    private UUID agent = new UUID(0, 0);
    private UUID token = agent;

    @Inject
    ApiWorld world;

    @BeforeEach
    void anAgentWithASession() {
        agent = world.agent();
        token = world.session(agent).token();
    }

    private WireFiles wire(String call, UUID job) {
        return WireFiles.of(call.replace('/', '.')).with("token", token).with("job", job);
    }

    private Answer send(String call, WireFiles wire, String name) {
        return agentClient.post(AGENTS + call, wire.request(name));
    }

    /** The agent begins the job. @return the number of the attempt, as the answer had it */
    private long begin(String type, UUID job) {
        Answer configured = send(type + "/Configure", wire(type + "/Configure", job), "begins");
        long attempt = configured.json().get("AuditId").asLong();
        wire(type + "/Configure", job).with("attempt", attempt).assertResponse("begins", 200, configured);
        return attempt;
    }

    private void assertAnswer(String call, WireFiles wire, String name) {
        wire.assertResponse(name, 200, send(call, wire, name));
    }

    @Test
    void aCustomJobIsToldWhatToDoBringsSomethingAndEnds() {
        UUID job = world.customJob(agent, null);
        long attempt = begin("Custom", job);
        assertAnswer("Custom/Submit", wire("Custom/Submit", job), "brings");
        assertAnswer("Custom/Complete", wire("Custom/Complete", job).with("attempt", attempt), "success");
        assertThat(world.attempt(attempt)).isEqualTo("2/3");
    }

    @Test
    void aJobThatFailedIsTakenNoteOfAndARepeatChangesNothing() {
        UUID job = world.customJob(agent, null);
        long attempt = begin("Custom", job);
        WireFiles complete = wire("Custom/Complete", job).with("attempt", attempt);
        assertAnswer("Custom/Complete", complete, "failure");
        assertAnswer("Custom/Complete", complete, "failure");
        assertThat(world.attemptsOf(job)).isEqualTo("4/5");
    }

    @Test
    void aLogFetchEndsWithTheLog() {
        UUID job = world.job(agent, JobKind.FETCH_LOGS, null, null);
        long attempt = begin("FetchLogs", job);
        assertAnswer("FetchLogs/Complete", wire("FetchLogs/Complete", job).with("attempt", attempt), "success");
        assertThat(world.count(
                        "SELECT count(*) FROM job_data WHERE history_id = ? AND strpos(data, 'line two') = 0 AND strpos(data, 'two') > 0",
                        attempt))
                .isEqualTo(1);
    }

    @Test
    void aJobThatIsDueLaterOrComesAfterAnotherIsNotHandedOut() {
        UUID later = world.customJob(agent, "O_2099-01-02T03:04");
        WireFiles configure = wire("Custom/Configure", later);
        configure.assertResponse("not-due", 200, send("Custom/Configure", configure, "begins"));

        StorePlace store = world.store(agent, null);
        world.job(agent, JobKind.INVENTORY, store, null);
        WireFiles second = wire("CertStoreInventory/Configure", world.job(agent, JobKind.INVENTORY, store, null));
        second.assertResponse("behind-another", 200, send("CertStoreInventory/Configure", second, "begins"));
        assertThat(world.count("SELECT count(*) FROM job_history WHERE agent_id = ?", agent))
                .isZero();
    }

    @Test
    void aCompletionOfNoAttemptIsRefused() {
        UUID job = world.customJob(agent, null);
        WireFiles complete = wire("Custom/Complete", job).with("attempt", 501);
        assertAnswer("Custom/Complete", complete, "unknown-attempt");
        assertAnswer("Custom/Complete", complete, "job-no-guid");
    }

    @Test
    void aSessionThatALaterOneReplacedMayOnlyEndWhatItBegan() {
        UUID job = world.customJob(agent, null);
        UUID old = token;
        token = world.session(agent).token();
        long attempt = begin("Custom", job);
        WireFiles complete = wire("Custom/Complete", job).with("token", old).with("attempt", attempt);
        complete.assertResponse("other-session", 200, send("Custom/Complete", complete, "success"));
        WireFiles submit = wire("Custom/Submit", job).with("token", old);
        submit.assertResponse("other-session", 200, send("Custom/Submit", submit, "brings"));
        assertThat(world.attempt(attempt)).isEqualTo("0/2");
    }

    @Test
    void whatAnotherKindOfJobBringsIsRefused() {
        UUID job = world.job(agent, JobKind.FETCH_LOGS, null, null);
        begin("FetchLogs", job);
        WireFiles submit = wire("Custom/Submit", job);
        submit.assertResponse("another-kind", 200, send("Custom/Submit", submit, "brings"));
    }
}
