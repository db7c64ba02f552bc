package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private final Endpoints endpoints = Endpoints.of(List.of(SamplesResource.class, SampleAgentsResource.class));

    @Test
    void aMethodThatDoesNotSayWhoMayUseItKeepsTheServerFromStarting() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Endpoints.of(List.of(Forgotten.class)))
                .withMessageEndingWith("must have one of Needs, AnyRole and Anonymous");
    }

    @Test
    void anAgentsMethodCannotBeOpenedToOthers() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Endpoints.of(List.of(OpenAgents.class)))
                .withMessageEndingWith("must have none of Needs, AnyRole and Anonymous");
    }

    @Test
    void aResourceElsewhereKeepsTheServerFromStarting() {
        assertThatIllegalStateException().isThrownBy(() -> Endpoints.of(List.of(Elsewhere.class)));
    }

    @Test
    void aLiteralWinsOverAParameterAndADeadEndLeadsBackToTheParameter() {
        assertThat(path("stores")).contains("/KeyfactorAPI/Samples/Stores");
        assertThat(path("STORES", "name")).contains("/KeyfactorAPI/Samples/STORES/Name");
        assertThat(path("x", "name")).contains("/KeyfactorAPI/Samples/x/Name");
        assertThat(path("x", "names")).isEmpty();
        assertThat(path("x", "name", "y")).isEmpty();
    }

    @Test
    void dotsAndNothingAreNoParameters() {
        assertThat(path("..", "name")).isEmpty();
        assertThat(path(".", "name")).isEmpty();
        assertThat(path("", "name")).isEmpty();
    }

    private Optional<String> path(String... behind) {
        List<String> segments =
                Stream.concat(Stream.of("samples"), Stream.of(behind)).toList();
        return endpoints.match(Area.API, segments, segments).map(Endpoints.Match::path);
    }

    // Interfaces, so that no server under test takes them for resources.
    @Path("/KeyfactorAPI/Forgotten")
    interface Forgotten {
        @GET
        String get();
    }

    @Path("/KeyfactorAgents/Open")
    interface OpenAgents {
        @POST
        @Anonymous
        String post();
    }

    @Path("/elsewhere")
    interface Elsewhere {
        @GET
        @Anonymous
        String get();
    }
}
