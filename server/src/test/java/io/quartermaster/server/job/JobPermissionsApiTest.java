package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use the endpoints of jobs and job types: every one of them, asked by those who may not. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class JobPermissionsApiTest {
    private static final String ID = "00000000-0000-7000-8000-000000000001";

    @Inject
    ApiWorld world;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /OrchestratorJobs/ScheduledJobs                | read
            GET    | /OrchestratorJobs/JobHistory                   | read
            GET    | /OrchestratorJobs/JobStatus/Data?jobHistoryId=1 | read
            POST   | /OrchestratorJobs/Custom                       | modify
            POST   | /OrchestratorJobs/Custom/Bulk                  | modify
            POST   | /OrchestratorJobs/Unschedule                   | modify
            POST   | /OrchestratorJobs/Reschedule                   | modify
            POST   | /OrchestratorJobs/Acknowledge                  | modify
            GET    | /JobTypes/Custom                               | read
            GET    | /JobTypes/Custom/ID                            | read
            POST   | /JobTypes/Custom                               | modify
            PUT    | /JobTypes/Custom                               | modify
            DELETE | /JobTypes/Custom/ID                            | modify
            POST   | /Agents/ID/FetchLogs                           | modify
            """)
    void whoMayNotUseItIsRefusedAndToldWhatIsMissing(String verb, String path, String needed) {
        String full = "/KeyfactorAPI" + path.replace("ID", ID);
        Optional<String> body = verb.equals("POST") || verb.equals("PUT") ? Optional.of("{}") : Optional.empty();
        String missing = "/agents/management/" + needed + "/";

        Answer nobody = ApiClient.anonymous().send(verb, full, body);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.body()).isEmpty();

        Answer stranger = ApiClient.as(TestUser.STRANGER).send(verb, full, body);
        assertRefused(stranger, "User TEST\\stranger doesn't have the required permission");

        for (TestUser user : new TestUser[] {
            TestUser.BYSTANDER, needed.equals("read") ? TestUser.AGENTS_MODIFIER : TestUser.AGENTS_READER
        }) {
            String template = path.replaceAll("\\?.*", "").replace("ID", "{id}");
            long audited = world.audited(2012, 10, user.account() + "</Username><RequestRoute>" + template + "<");
            assertRefused(
                    ApiClient.as(user).send(verb, full, body),
                    "User " + user.account() + " does not have the required permissions: " + missing + ".");
            assertThat(world.audited(2012, 10, user.account() + "</Username><RequestRoute>" + template + "<"))
                    .isEqualTo(audited + 1);
        }

        TestUser enough = needed.equals("read") ? TestUser.AGENTS_READER : TestUser.AGENTS_MODIFIER;
        assertThat(ApiClient.as(enough).send(verb, full, body).status()).isNotIn(401, 403, 500);
    }

    private static void assertRefused(Answer answer, String message) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo("0xA0140002");
        assertThat(answer.json().get("Message").asText()).isEqualTo(message);
    }
}
