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

    @ParameterizedTest(name = "{1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            OrchestratorJobs.ScheduledJobs | GET    | /OrchestratorJobs/ScheduledJobs                | read
            OrchestratorJobs.JobHistory    | GET    | /OrchestratorJobs/JobHistory                   | read
            OrchestratorJobs.JobStatusData | GET    | /OrchestratorJobs/JobStatus/Data?jobHistoryId=1 | read
            OrchestratorJobs.Custom        | POST   | /OrchestratorJobs/Custom                       | modify
            OrchestratorJobs.CustomBulk    | POST   | /OrchestratorJobs/Custom/Bulk                  | modify
            OrchestratorJobs.Unschedule    | POST   | /OrchestratorJobs/Unschedule                   | modify
            OrchestratorJobs.Reschedule    | POST   | /OrchestratorJobs/Reschedule                   | modify
            OrchestratorJobs.Acknowledge   | POST   | /OrchestratorJobs/Acknowledge                  | modify
            JobTypes.List                  | GET    | /JobTypes/Custom                               | read
            JobTypes.Get                   | GET    | /JobTypes/Custom/ID                            | read
            JobTypes.Create                | POST   | /JobTypes/Custom                               | modify
            JobTypes.Update                | PUT    | /JobTypes/Custom                               | modify
            JobTypes.Delete                | DELETE | /JobTypes/Custom/ID                            | modify
            Agents.FetchLogs               | POST   | /Agents/ID/FetchLogs                           | modify
            """)
    void whoMayNotUseItIsRefusedAndToldWhatIsMissing(String operation, String verb, String path, String needed) {
        String full = "/KeyfactorAPI" + path.replace("ID", ID);
        Optional<String> body = verb.equals("POST") || verb.equals("PUT") ? Optional.of("{}") : Optional.empty();
        String missing = "/agents/management/" + needed + "/";

        Answer nobody = ApiClient.anonymous().send(verb, full, body);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.body()).isEmpty();

        WireFiles wire = WireFiles.of(operation);
        wire.assertResponse("no-role", 403, ApiClient.as(TestUser.STRANGER).send(verb, full, body));
        TestUser tooLittle = needed.equals("read") ? TestUser.AGENTS_MODIFIER : TestUser.AGENTS_READER;
        wire.assertResponse("too-little", 403, ApiClient.as(tooLittle).send(verb, full, body));

        for (TestUser user : new TestUser[] {TestUser.BYSTANDER, tooLittle}) {
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
