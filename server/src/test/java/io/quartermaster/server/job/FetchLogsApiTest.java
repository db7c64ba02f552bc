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
        UUID incapable = world.agent("CertStores.PEM.Inventory");
        String machine = world.machine();
        UUID unapproved = world.agent(machine, 1, "Custom.FetchLogs");
        assertThat(modifier.post(path(incapable), "null").status()).isEqualTo(400);
        WireFiles.of("Agents.FetchLogs")
                .with("machine", machine)
                .assertResponse("not-approved", 400, modifier.post(path(unapproved), "null"));
        assertThat(fetches(incapable) + fetches(unapproved)).isZero();
    }

    @Test
    void anUnknownAgentIsNotFoundAndABadIdTheSendersFault() {
        assertThat(modifier.post(path(UNKNOWN), "null").status()).isEqualTo(404);
        Answer bad = modifier.post(path("7"), "null");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().get("ErrorCode").asText()).isEqualTo("0xA0110001");
    }
}
