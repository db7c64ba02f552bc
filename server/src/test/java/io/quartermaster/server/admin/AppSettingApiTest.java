package io.quartermaster.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import io.quartermaster.server.setting.JobSettings;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /AppSetting} over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class AppSettingApiTest {
    private static final String SETTINGS = "/KeyfactorAPI/AppSetting";

    private final ApiClient reader = ApiClient.as(TestUser.SETTINGS_READER);
    private final ApiClient modifier = ApiClient.as(TestUser.SETTINGS_MODIFIER);

    @Inject
    ApiWorld world;

    @Inject
    ReadAppSettings readAppSettings;

    @Inject
    Supplier<JobSettings> jobs;

    @AfterEach
    void asDelivered() {
        world.run("DELETE FROM app_setting");
        readAppSettings.run();
    }

    @Test
    void allSettingsAreListedWithWhatHolds() {
        WireFiles.of("AppSetting.List").assertResponse("all", 200, reader.get(SETTINGS));
    }

    @Test
    void oneIsShownByItsId() {
        WireFiles wire = WireFiles.of("AppSetting.Get");
        wire.assertResponse("retries", 200, reader.get(SETTINGS + "/6"));
        wire.assertResponse("unknown", 404, reader.get(SETTINGS + "/999"));
    }

    @Test
    void severalAreChangedAtOnceHoldFromThenOnAndAreAudited() {
        WireFiles wire = WireFiles.of("AppSetting.Change");

        wire.assertResponse("several", 200, modifier.put(SETTINGS, wire.request("several")));

        assertThat(jobs.get().retriesMax()).isEqualTo(3);
        assertThat(jobs.get().weekDays()).isEqualTo(JobSettings.EnumForm.NAME);
        assertThat(world.audited(2007, 2, "<Before><Value>5</Value></Before><After><Value>3</Value></After>"))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one-unknown",
                "one-out-of-range",
                "one-of-the-wrong-type",
                "one-without-a-value",
                "one-null",
                "one-twice",
                "none",
                "null",
                "no-list"
            })
    void aRequestWithSomethingWrongChangesNothing(String name) {
        WireFiles wire = WireFiles.of("AppSetting.Change");

        wire.assertResponse(name, 400, modifier.put(SETTINGS, wire.request(name)));

        assertThat(world.count("SELECT count(*) FROM app_setting")).isZero();
        assertThat(jobs.get().retriesMax()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"by-id,6", "by-name,JobRetryCount", "by-name-in-another-case,jobretrycount"})
    void oneIsChangedByIdOrName(String name, String idOrName) {
        WireFiles wire = WireFiles.of("AppSetting.Set");

        wire.assertResponse(name, 200, modifier.put(SETTINGS + "/" + idOrName + "/Set", "{\"Value\": \"0\"}"));

        assertThat(jobs.get().retriesMax()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "too-many-retries | JobRetryCount | {\"Value\": \"51\"}",
                "no-minutes | AgentHeartbeatMinutes | {\"Value\": \"0.5\"}",
                "no-form | api.weekDays | {\"Value\": \"words\"}",
                "no-address | AgentNotificationRecipients | {\"Value\": \"bob\"}",
                "no-value | 6 | {}",
                "a-value-that-is-long | 6 | LONG"
            })
    void aValueThatASettingCannotHaveIsRefusedWithWhatItCouldBe(String name, String idOrName, String body) {
        String sent = body.equals("LONG") ? "{\"Value\": \"" + "7".repeat(1_000) + "\"}" : body;

        WireFiles.of("AppSetting.Set")
                .assertResponse(name, 400, modifier.put(SETTINGS + "/" + idOrName + "/Set", sent));
    }

    @Test
    void aSettingThatThereIsNotCannotBeChanged() {
        WireFiles.of("AppSetting.Set")
                .assertResponse("unknown", 404, modifier.put(SETTINGS + "/Weather/Set", "{\"Value\": \"0\"}"));
    }

    @Test
    void whoeverLacksThePermissionIsRefused() {
        WireFiles wire = WireFiles.of("AppSetting.Change");
        ApiClient stranger = ApiClient.as(TestUser.STRANGER);
        ApiClient manager = ApiClient.as(TestUser.AGENTS_MANAGER);
        wire.assertResponse("no-role", 403, stranger.put(SETTINGS, "[]"));
        wire.assertResponse("not-modify", 403, reader.put(SETTINGS, "[]"));
        assertThat(reader.get(SETTINGS).status()).isEqualTo(200);
        assertThat(reader.put(SETTINGS + "/6/Set", "{}").status()).isEqualTo(403);
        assertThat(manager.get(SETTINGS).status()).isEqualTo(403);
        assertThat(manager.get(SETTINGS + "/6").status()).isEqualTo(403);
        assertThat(ApiClient.anonymous().get(SETTINGS).status()).isEqualTo(401);
    }
}
