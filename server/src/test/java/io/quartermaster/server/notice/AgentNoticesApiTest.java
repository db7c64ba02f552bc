package io.quartermaster.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see of late agents, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class AgentNoticesApiTest {
    private static final String LATE = "/qm/v1/agents/late";
    private static final String NOTICES = "/qm/v1/agents/notices";

    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);

    @Inject
    ApiWorld world;

    /** Rows of the test's own: in a long run the task itself might find agents of other tests. */
    @BeforeEach
    void rows() {
        world.run("UPDATE scheduled_task SET enabled = false WHERE type = 105");
        noRows();
        for (String number : new String[] {"1", "2"}) {
            String id = "00000000-0000-0000-0000-00000000000" + number;
            world.run("""
                    INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                       capability_names, client_parameters, registered_at)
                    VALUES (CAST(? AS uuid), ?, 'late', 1, '1.0', 2, '{}', '{}', '{}', '2025-01-01T00:00:00Z')
                    """, id, "late-" + number);
            world.run(
                    "INSERT INTO agent_late (agent_id, last_seen, since) VALUES (CAST(? AS uuid), '2025-01-02T00:00:00Z', '2025-01-02T01:00:00Z')",
                    id);
        }
        world.run("""
                INSERT INTO agent_notice (id, at, recipients, subject, text, state, attempts, next_attempt, sent_at, last_error)
                VALUES ('00000000-0000-0000-0000-000000000001', '2025-01-02T01:00:00Z', 'ops@example.com', '2 agents are late',
                        'text', 'SENT', 1, '2025-01-02T01:05:00Z', '2025-01-02T01:00:00Z', NULL),
                       ('00000000-0000-0000-0000-000000000002', '2025-01-03T01:00:00Z', 'ops@example.com', '1 agent is late',
                        'text', 'FAILED', 8, '2025-01-03T01:05:00Z', NULL, 'Connection refused')
                """);
    }

    @AfterEach
    void noRows() {
        world.run("DELETE FROM agent_notice");
        world.run("DELETE FROM agent_late");
        world.run("DELETE FROM agent WHERE username = 'late'");
    }

    @ParameterizedTest
    @ValueSource(strings = {LATE, NOTICES})
    void theListGoesOnWhereItEnded(String list) {
        WireFiles wire = WireFiles.of("qm.agents." + list.substring(list.lastIndexOf('/') + 1));
        String next = reader.get(list + "?Limit=1").json().get("Next").asText();
        wire.with("next", next).assertResponse("first", 200, reader.get(list + "?Limit=1"));
        wire.assertResponse("rest", 200, reader.get(list + "?After=" + next));
        wire.assertResponse("no-place", 400, reader.get(list + "?After=nowhere"));
        wire.assertResponse("no-limit", 400, reader.get(list + "?Limit=0"));
        String other = list.equals(LATE) ? NOTICES : LATE;
        assertThat(reader.get(other + "?After=" + next).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {LATE, NOTICES})
    void whoeverLacksThePermissionIsRefused(String list) {
        assertThat(ApiClient.anonymous().get(list).status()).isEqualTo(401);
        assertThat(ApiClient.as(TestUser.STRANGER).get(list).status()).isEqualTo(403);
        assertThat(ApiClient.as(TestUser.STORES_READER).get(list).status()).isEqualTo(403);
    }

    @Test
    void whatIsListedIsWhatIsLateNow() {
        world.run("DELETE FROM agent WHERE client_machine = 'late-1'");
        assertThat(reader.get(LATE).json().get("Count").asInt()).isEqualTo(1);
    }
}
