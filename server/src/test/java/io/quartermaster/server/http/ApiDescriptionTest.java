package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the server says about its own API: the description, and the page made from it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
class ApiDescriptionTest {
    @Inject
    Endpoints endpoints;

    @Test
    void theDescriptionInTheRepositoryIsTheOneThatIsServed() throws JsonProcessingException {
        ObjectWriter writer = new JsonMapper()
                .writer(new DefaultPrettyPrinter()
                        .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
                        .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));
        AcceptedFile.assertFresh("openapi.json", writer.writeValueAsString(description()) + "\n");
    }

    @Test
    void everyEndpointOfTheApiIsDescribedAndNothingElse() {
        List<String> described = description().get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(entry -> entry.getValue().has("operationId"))
                        .map(entry -> entry.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
                .sorted()
                .toList();
        List<String> served = endpoints.all().stream()
                .filter(endpoint -> endpoint.area() != Area.AGENTS)
                .map(Endpoint::title)
                .sorted()
                .toList();
        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyOperationHasASummaryItsHeadersAndItsRefusals() {
        description()
                .get("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        String id = operation.get("operationId").asText();
                        assertThat(operation.path("summary").asText()).as(id).isNotEmpty();
                        assertThat(operation.get("parameters").toString())
                                .as(id)
                                .contains("#/components/parameters/RequestedWith")
                                .contains("#/components/parameters/ApiVersion");
                        operation.get("responses").properties().forEach(response -> {
                            // No client of the public API knows it.
                            assertThat(id.startsWith("Qm")
                                            || !List.of("409", "429").contains(response.getKey()))
                                    .as(id)
                                    .isTrue();
                            String content = response.getValue().path("content").toString();
                            String status = response.getKey();
                            assertThat(status)
                                    .as(id)
                                    .isIn("200", "204", "400", "401", "403", "404", "409", "429", "500", "503");
                            assertThat(content.contains("#/components/schemas/ErrorResponse"))
                                    .as(id + " " + status + ": " + content)
                                    .isEqualTo(List.of("400", "403", "404", "409", "429", "500", "503")
                                            .contains(status));
                            assertThat(content.isEmpty())
                                    .as(id + " " + status)
                                    .isEqualTo(status.equals("204") || status.equals("401"));
                        });
                        assertThat(operation.get("responses").properties().stream()
                                        .map(Map.Entry::getKey))
                                .as(id)
                                .contains("400", "401", "403", "404", "500");
                    }
                }));
    }

    @Test
    void membersAreSpeltAsOnTheWire() {
        description()
                .path("components")
                .path("schemas")
                .forEach(schema -> schema.path("properties")
                        .fieldNames()
                        .forEachRemaining(name -> assertThat(name).matches("[A-Z].*")));
    }

    @Test
    void thePageIsServedWithItsOwnFilesOnlyAndSendsTheRequiredHeader() {
        Answer page = ApiClient.anonymous().get("/api-reference/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("API Reference and Utility")
                .contains("x-keyfactor-requested-with")
                .doesNotContainPattern("(src|href)=\"(https?:)?//");
    }

    private static JsonNode description() {
        Answer answer = ApiClient.anonymous().get("/q/openapi?format=json");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }
}
