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
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** /qm/v1/webhooks. Its query finds nothing, so that nothing is sent to the public address. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class WebhooksApiTest {
    private static final UUID NOBODY = new UUID(1, 1);
    private static final String PATH = "/qm/v1/webhooks";
    private static final int WEBHOOK = 3023;

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);

    @Inject
    ApiWorld world;

    @AfterEach
    void removeAll() {
        world.run("DELETE FROM webhook");
    }

    private Answer create() {
        return admin.post(PATH, WireFiles.of("qm.webhooks").request("create"));
    }

    @Test
    void aWebhookIsCreatedListedChangedAndDeletedAndItsSecretShownOnce() {
        Answer created = create();
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        String id = created.json().get("Id").asText();
        String secret = created.json().get("Secret").asText();
        assertThat(secret).matches("qmwh_[A-Za-z0-9_-]{43}");
        WireFiles files = WireFiles.of("qm.webhooks").with("webhook", id).with("secret", secret);
        files.assertResponse("create", 200, created);
        files.assertResponse("get", 200, admin.get(PATH + "/" + id));
        Answer list = admin.get(PATH + "?limit=1");
        assertThat(list.json().get("Next").asText()).isNotEmpty();
        assertThat(admin.get(PATH + "?limit=1&after=" + list.json().get("Next").asText())
                        .json()
                        .get("Items"))
                .isEmpty();
        files.assertResponse("change", 200, admin.put(PATH + "/" + id, files.request("change")));
        assertThat(admin.get(PATH).body() + admin.get(PATH + "/" + id).body()).doesNotContain(secret);
        assertThat(world.count("SELECT count(*) FROM audit_entry WHERE message LIKE '%" + secret + "%'"))
                .isZero();
        assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(204);
        assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(404);
        assertThat(admin.get(PATH + "/" + id).status()).isEqualTo(404);
        for (int operation = 1; operation <= 3; operation++) {
            assertThat(world.audited(WEBHOOK, operation, id)).isEqualTo(1);
        }
    }

    @Test
    void aNameThatMeansAnInnerAddressLaterIsNotSentTo() {
        String id = create().json().get("Id").asText();
        // As if the name service answered something else by now.
        world.run("UPDATE webhook SET url = 'https://127.0.0.1/hook'");
        Answer test = admin.post(PATH + "/" + id + "/test", "");
        WireFiles files = WireFiles.of("qm.webhooks")
                .with("webhook", id)
                .with("delivery", test.json().get("Id").asText());
        files.assertResponse("test-refused", 200, test);
        files.assertResponse("deliveries", 200, admin.get(PATH + "/" + id + "/deliveries"));
        Answer replay = admin.post(
                PATH + "/" + id + "/deliveries/" + test.json().get("Id").asText() + "/replay", "");
        files.with("replay", replay.json().get("Id").asText()).assertResponse("replay", 200, replay);
        assertThat(world.audited(WEBHOOK, 18, id)).isEqualTo(2);
        assertThat(admin.post(PATH + "/" + id + "/deliveries/" + NOBODY + "/replay", "")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Name\":\"a\"} | 0xA0110001 | Url is required",
                "{\"Url\":\"https://1.1.1.1/\"} | 0xA0110001 | Name is required",
                "{\"Name\":\"a\",\"Url\":\"http://1.1.1.1/\"} | 0xA0110001 | qm.webhook.http-allowed",
                "{\"Name\":\"a\",\"Url\":\"https://1.1.1.1:22/\"} | 0xA0110001 | qm.webhook.ports",
                "{\"Name\":\"a\",\"Url\":\"https://169.254.169.254/\"} | 0xA0110001 | not public",
                "{\"Name\":\"a\",\"Url\":\"https://1.1.1.1/\",\"Events\":[\"x\"]} | 0xA0110001 | no kind of event",
                "{\"Name\":\"a\",\"Url\":\"https://1.1.1.1/\",\"Query\":\"Nonsense -eq 1\"} | 0xA0110021 | Nonsense"
            })
    void aWebhookThatCannotBeIsRefusedWithTheReason(String body, String code, String part) {
        Answer answer = admin.post(PATH, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo(code);
        assertThat(answer.body()).contains(part);
    }

    @ParameterizedTest
    @CsvSource({
        "SETTINGS_READER, /agents/management/read/",
        "SETTINGS_MODIFIER, /agents/management/read/",
        "AGENTS_READER, /application_settings/",
        "AGENTS_MANAGER, /application_settings/"
    })
    void onePermissionOfTheTwoIsNotEnoughForAnyEndpoint(TestUser user, String missing) {
        ApiClient client = ApiClient.as(user);
        String one = PATH + "/" + NOBODY;
        for (Answer answer : new Answer[] {
            client.get(PATH),
            client.post(PATH, WireFiles.of("qm.webhooks").request("create")),
            client.get(one),
            client.put(one, WireFiles.of("qm.webhooks").request("create")),
            client.delete(one),
            client.post(one + "/test", ""),
            client.get(one + "/deliveries"),
            client.post(one + "/deliveries/" + NOBODY + "/replay", "")
        }) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains(missing);
        }
    }
}
