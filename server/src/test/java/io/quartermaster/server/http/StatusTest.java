package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
class StatusTest {
    private static final String ENDPOINTS = "/KeyfactorAPI/Status/Endpoints";
    private static final String HEALTH = "/KeyfactorAPI/Status/HealthCheck";

    @Test
    void theListOfEndpointsIsASortedArrayOfTexts() {
        Answer answer = ApiClient.as(TestUser.ADMIN).get(ENDPOINTS);
        assertThat(answer.status()).isEqualTo(200);
        List<String> titles = texts(answer.json());
        assertThat(titles).isSorted().contains("GET /Status/Endpoints", "GET /Status/HealthCheck");
        assertThat(titles).allMatch(title -> title.matches("[A-Z]+ /[A-Za-z0-9/{}-]+"));
    }

    @Test
    void aCallerSeesOnlyWhatTheyMayUse() {
        List<String> admin = texts(ApiClient.as(TestUser.ADMIN).get(ENDPOINTS).json());
        List<String> bystander =
                texts(ApiClient.as(TestUser.BYSTANDER).get(ENDPOINTS).json());
        assertThat(admin).containsAll(bystander);
        assertThat(bystander).contains("GET /Status/Endpoints").noneMatch(title -> title.contains("/OrchestratorJobs"));
    }

    @Test
    void theListIsTheSameEveryTime() {
        WireFiles.of("Status.Endpoints")
                .assertResponse(
                        "agents-reader",
                        200,
                        ApiClient.as(TestUser.AGENTS_READER).get(ENDPOINTS));
    }

    @Test
    void aCallerWithoutRolesMayNotEvenSeeTheList() {
        WireFiles.of("Status.Endpoints")
                .assertResponse("no-role", 403, ApiClient.as(TestUser.STRANGER).get(ENDPOINTS));
    }

    @Test
    void aWrongPasswordIsAnsweredWithAnEmptyBody() {
        Answer answer =
                ApiClient.anonymous().with("Authorization", "Basic eDp5").get(ENDPOINTS);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(ApiClient.anonymous().get(ENDPOINTS).status()).isEqualTo(401);
    }

    @Test
    void theHealthCheckIsForEveryoneAndNeedsNoHeader() {
        ApiClient bare = ApiClient.anonymous().without("x-keyfactor-requested-with");
        Answer answer = bare.get("/keyfactorapi/status/healthcheck");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Api-Supported-Versions")).isEqualTo("1.0");
        assertThat(bare.get(HEALTH).status()).isEqualTo(204);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
