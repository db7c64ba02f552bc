package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Walks all that is served: nothing is open by mistake. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
class EveryEndpointTest {
    @Inject
    Endpoints endpoints;

    @Inject
    PublicPages pages;

    @Test
    void withoutCredentialsOnlyTheHealthCheckIsOpen() {
        for (Endpoint endpoint : endpoints.all()) {
            Answer answer = send(ApiClient.anonymous(), endpoint);
            if (endpoint.title().equals("GET /Status/HealthCheck")) {
                assertThat(answer.status()).isEqualTo(204);
            } else {
                assertThat(answer.status()).as(endpoint.title()).isEqualTo(401);
                assertThat(answer.body()).as(endpoint.title()).isEmpty();
            }
        }
    }

    /** Whoever checks a certificate has no account here, and neither has an authority that validates a name. */
    @Test
    void outsideOfTheApiThesePagesAreOpenOnPurpose() {
        assertThat(pages.all())
                .extracting(PublicPage::path)
                .containsExactlyInAnyOrder("/pki", "/ocsp", "/.well-known/acme-challenge");
        for (PublicPage page : pages.all()) {
            assertThat(ApiClient.anonymous().get(page.path() + "/no*thing").status())
                    .as(page.path())
                    .isIn(400, 404);
        }
    }

    @Test
    void withoutARoleNothingElseIsOpenEither() {
        for (Endpoint endpoint : ofApi()) {
            assertRefused(
                    send(ApiClient.as(TestUser.STRANGER), endpoint), endpoint, "doesn't have the required permission");
        }
    }

    @Test
    void withAnotherPermissionTheMissingOneIsNamed() {
        for (Endpoint endpoint : ofApi()) {
            if (endpoint.who() == Endpoint.Who.NEEDS) {
                assertThat(endpoint.needs().size()
                                + endpoint.inContainer().size()
                                + endpoint.inCollection().size())
                        .as(endpoint.title())
                        .isPositive();
                assertRefused(
                        send(ApiClient.as(TestUser.BYSTANDER), endpoint),
                        endpoint,
                        "does not have the required permissions: /");
            }
        }
    }

    @Test
    void aPersonCannotSpeakTheAgentProtocolNorAnAgentTheApi() {
        for (Endpoint endpoint : endpoints.all()) {
            if (endpoint.who() != Endpoint.Who.ANYONE) {
                String credentials = endpoint.area() == Area.AGENTS
                        ? TestUser.INTRUDER.credentials()
                        : TestUser.intrudingAgentCredentials();
                Answer answer = send(ApiClient.anonymous().with("Authorization", credentials), endpoint);
                // Who tries so often has to wait.
                assertThat(answer.status()).as(endpoint.title()).isIn(401, 429);
            }
        }
    }

    private List<Endpoint> ofApi() {
        return endpoints.all().stream()
                .filter(endpoint -> endpoint.area() != Area.AGENTS && endpoint.who() != Endpoint.Who.ANYONE)
                .toList();
    }

    private static void assertRefused(Answer answer, Endpoint endpoint, String message) {
        assertThat(answer.status()).as(endpoint.title()).isEqualTo(403);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo("0xA0140002");
        assertThat(answer.json().get("Message").asText()).as(endpoint.title()).contains(message);
    }

    private static Answer send(ApiClient client, Endpoint endpoint) {
        String path = endpoint.area().path()
                + endpoint.template().replaceAll("\\{[^}]*}", "0b5e8c1e-6b9d-4c58-9a3e-000000000001");
        return client.send(endpoint.verb(), path, endpoint.verb().equals("GET") ? Optional.empty() : Optional.of("{}"));
    }
}
