package io.quartermaster.server.live;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** GET /qm/v1/events, over a connection that stays open. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class EventsApiTest {
    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient reader = ApiClient.as(TestUser.AGENTS_READER);

    @Inject
    ApiWorld world;

    @Inject
    OpenStreams open;

    private static String path(UUID agent) {
        return "/qm/v1/events?query=" + URLEncoder.encode("AgentId -eq \"" + agent + "\"", StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aStreamBeginsAtOnceTellsWhatHappensAndGoesOnAfterItWasLost() {
        UUID agent = world.agent();
        UUID job;
        String lastId;
        try (EventClient client = EventClient.open(reader, path(agent))) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith("text/event-stream");
            assertThat(client.header("X-Keyfactor-Correlation-Id")).isNotEmpty();
            await(() -> client.received().contains(":alive"));
            job = world.customJob(agent, null);
            await(() -> client.blocks("data:").size() == 1);
            EventClient.Block block = client.blocks("data:").getFirst();
            assertThat(block.field("event")).isEqualTo("job");
            WireFiles.of("qm.events")
                    .with("agent", agent)
                    .with("job", job)
                    .with("machine", block.json().get("Agent").asText())
                    .with("id", block.json().get("Id").asLong())
                    .assertResponse("scheduled", 200, new Answer(200, Map.of(), block.field("data")));
            lastId = block.field("id");
        }
        await(() -> open.count() == 0);
        admin.post("/KeyfactorAPI/OrchestratorJobs/Unschedule", "{\"JobIds\":[\"" + job + "\"]}");
        try (EventClient client = EventClient.open(reader.with("Last-Event-ID", lastId), path(agent))) {
            await(() -> client.blocks("data:").size() == 1);
            assertThat(client.blocks("data:").getFirst().json().get("Event").asText())
                    .isEqualTo("UNSCHEDULED");
            assertThat(client.blocks("data:").getFirst().json().get("Actor").asText())
                    .isEqualTo(TestUser.ADMIN.account());
        }
        try (EventClient client = EventClient.open(reader, path(agent) + "&after=" + lastId)) {
            await(() -> client.blocks("data:").size() == 1);
        }
        await(() -> open.count() == 0);
    }

    @Test
    void whatCannotBeIsRefusedBeforeTheStreamBegins() {
        assertRefused(reader.get("/qm/v1/events?query=Nonsense%20-eq%201"), 400, "0xA0110021", "Nonsense");
        assertRefused(reader.get("/qm/v1/events?after=yesterday"), 400, "0xA0110001", "Last-Event-ID");
        assertRefused(reader.get("/qm/v1/events?after=1-2-3"), 404, "0xA0110009", "not kept any more");
        assertRefused(
                reader.without("x-keyfactor-requested-with").get("/qm/v1/events"), 400, "0xA0110007", "requested-with");
        assertRefused(
                ApiClient.as(TestUser.STORES_READER).get("/qm/v1/events"),
                403,
                "0xA0140002",
                "/agents/management/read/");
        assertThat(ApiClient.anonymous().get("/qm/v1/events").status()).isEqualTo(401);
        assertThat(open.count()).isZero();
    }

    @Test
    void tooManyStreamsOfOneAccountAreRefused() {
        for (int i = 0; i < 10; i++) {
            open.open(TestUser.AGENTS_MANAGER.account());
        }
        assertRefused(
                ApiClient.as(TestUser.AGENTS_MANAGER).get("/qm/v1/events"),
                429,
                "0xA011000D",
                "qm.live.streams-per-caller-max");
        for (int i = 0; i < 10; i++) {
            open.close(TestUser.AGENTS_MANAGER.account());
        }
    }

    private static void assertRefused(Answer answer, int status, String code, String part) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("ErrorCode").asText()).as(answer.body()).isEqualTo(code);
        assertThat(answer.body()).contains(part);
    }
}
