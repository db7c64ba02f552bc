package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Fetching an agent's log over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class FetchLogsApiTest {
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000001";

    private final ApiClient modifier = ApiClient.as(TestUser.AGENTS_MODIFIER);
    private final WireFiles wire = WireFiles.of("Agents.FetchLogs");

    @Inject
    ApiWorld world;

    private static String path(Object agentId) {
        return "/KeyfactorAPI/Agents/" + agentId + "/FetchLogs";
    }

    private long fetches(UUID agentId) {
        return world.count("""
                SELECT count(*) FROM scheduled_job
                 WHERE agent_id = ? AND kind = 'FETCH_LOGS' AND schedule IS NULL AND job_type = 'FetchLogs'
                   AND job_type_id = CAST('0d8cf0c8-56ca-4b8a-b16a-c062018e170d' AS uuid)
                """, agentId);
    }

    @Test
    void theJobIsScheduledWithAndWithoutABody() {
        UUID agent = world.agent("Custom.FetchLogs");
        Answer withNull = modifier.post(path(agent), "null");
        assertThat(withNull.status()).as(withNull.body()).isEqualTo(204);
        assertThat(withNull.body()).isEmpty();
        assertThat(modifier.send("POST", path(agent), Optional.empty()).status())
                .isEqualTo(204);
        assertThat(fetches(agent)).isEqualTo(2);
        assertThat(world.audited(3007, 18, "FetchLogs on ")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void anAgentThatIsNotApprovedOrCannotSendItsLogIsRefused() {
        String machine = world.machine();
        UUID incapable = world.agent(machine, 2, "CertStores.PEM.Inventory");
        String waiting = world.machine();
        UUID unapproved = world.agent(waiting, 1, "Custom.FetchLogs");
        wire.with("machine", machine).assertResponse("not-capable", 400, modifier.post(path(incapable), "null"));
        wire.with("machine", waiting).assertResponse("not-approved", 400, modifier.post(path(unapproved), "null"));
        assertThat(fetches(incapable) + fetches(unapproved)).isZero();
    }

    @Test
    void anUnknownAgentIsNotFoundAndABadIdTheSendersFault() {
        wire.with("unknown", UNKNOWN).assertResponse("unknown", 404, modifier.post(path(UNKNOWN), "null"));
        wire.assertResponse("no-guid", 400, modifier.post(path("7"), "null"));
    }
}
