package io.quartermaster.server.selfcheck;

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

/** What people see of the self-check, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class FindingsApiTest {
    private static final String FINDINGS = "/qm/v1/findings";

    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);

    @Inject
    ApiWorld world;

    @Inject
    FindingMetrics metrics;

    @BeforeEach
    void rows() {
        world.run("UPDATE scheduled_task SET enabled = false WHERE type = 106");
        noRows();
        world.run("""
                INSERT INTO finding (id, invariant, subject, first_seen, last_seen, gone_at) OVERRIDING SYSTEM VALUE VALUES
                  (1, 'HISTORY_WITHOUT_END', '17', '2025-01-02T01:00:00Z', '2025-01-02T01:05:00Z', '2025-01-02T01:06:00Z'),
                  (2, 'JOB_OF_NO_AGENT', '00000000-0000-0000-0000-000000000007', '2025-01-02T01:00:00Z',
                   '2025-01-02T01:05:00Z', NULL),
                  (3, 'RULE_OF_A_NEWER_SERVER', '1', '2025-01-02T01:00:00Z', '2025-01-02T01:05:00Z', NULL)
                """);
    }

    @AfterEach
    void noRows() {
        world.run("DELETE FROM finding");
    }

    @Test
    void theListGoesOnWhereItEnded() {
        WireFiles wire = WireFiles.of("qm.findings");
        String next = reader.get(FINDINGS + "?Limit=1").json().get("Next").asText();
        wire.with("next", next).assertResponse("first", 200, reader.get(FINDINGS + "?Limit=1"));
        wire.assertResponse("rest", 200, reader.get(FINDINGS + "?After=" + next));
        wire.assertResponse("open", 200, reader.get(FINDINGS + "?OpenOnly=true"));
        wire.assertResponse("no-place", 400, reader.get(FINDINGS + "?After=nowhere"));
        wire.assertResponse("no-limit", 400, reader.get(FINDINGS + "?Limit=0"));
    }

    @Test
    void whoeverLacksThePermissionIsRefused() {
        assertThat(ApiClient.anonymous().get(FINDINGS).status()).isEqualTo(401);
        assertThat(ApiClient.as(TestUser.STRANGER).get(FINDINGS).status()).isEqualTo(403);
    }

    @Test
    void theMetricsTellHowManyRowsBreakEachRule() {
        metrics.everyMinute();
        assertThat(ApiClient.anonymous().get("/metrics").body())
                .contains("quartermaster_findings_open{invariant=\"JOB_OF_NO_AGENT\"} 1.0")
                .contains("quartermaster_findings_open{invariant=\"HISTORY_WITHOUT_END\"} 0.0");
    }
}
