package io.quartermaster.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /Scheduling} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class SchedulingApiTest {
    private static final String SCHEDULING = "/KeyfactorAPI/Scheduling";

    private final ApiClient modifier = ApiClient.as(TestUser.SETTINGS_MODIFIER);
    private final WireFiles wire = WireFiles.of("Scheduling.Create");

    @Inject
    ApiWorld world;

    /** A row of the test's own: no task runs for it, so no answer depends on the time of the test. */
    @BeforeEach
    void aTask() {
        world.run("""
                INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
                VALUES (90, 901, 'Counting of sheep', 'D_02:00', TRUE, '2099-01-01T02:00:00Z')
                """);
    }

    @AfterEach
    void noTask() {
        world.run("DELETE FROM scheduled_task WHERE id = 90");
    }

    private Answer send(String name) {
        return modifier.post(SCHEDULING, wire.request(name));
    }

    @ParameterizedTest
    @CsvSource({"interval,I_15,true", "daily,D_04:30,true", "off,D_02:00,false", "as-it-is,D_02:00,true"})
    void theTimeOfATaskIsChanged(String name, String schedule, boolean enabled) {
        wire.assertResponse(name, 200, send(name));

        assertThat(world.count(
                        "SELECT count(*) FROM scheduled_task WHERE id = 90 AND schedule = ? AND enabled = ?",
                        schedule,
                        enabled))
                .isEqualTo(1);
    }

    @Test
    void everyChangeIsAudited() {
        long before = world.audited(3022, 2, "Counting of sheep");

        send("interval");

        assertThat(world.audited(3022, 2, "Counting of sheep")).isEqualTo(before + 1);
        assertThat(world.audited(3022, 2, "<After><Schedule>I_15</Schedule></After>"))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-type",
                "type-no-number",
                "unknown-type",
                "id-of-another",
                "interval-and-time",
                "interval-zero",
                "interval-beyond-the-limit",
                "time-is-no-time",
                "null",
                "no-json"
            })
    void whatIsNoTimeOfATaskIsRefused(String name) {
        wire.assertResponse(name, 400, send(name));
    }

    @Test
    void whoeverLacksThePermissionIsRefused() {
        wire.assertResponse("no-role", 403, ApiClient.as(TestUser.STRANGER).post(SCHEDULING, "{}"));
        wire.assertResponse(
                "not-modify", 403, ApiClient.as(TestUser.AGENTS_MANAGER).post(SCHEDULING, "{}"));
    }
}
