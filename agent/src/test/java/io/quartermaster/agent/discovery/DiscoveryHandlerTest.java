package io.quartermaster.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.fake.SteppedAgent;
import io.quartermaster.agent.fake.StoreJobs;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.DiscoveryJobDetails.DiscoveryProperties;
import io.quartermaster.agent.protocol.DiscoverySubmitRequest;
import io.quartermaster.store.spi.Discovered;
import io.quartermaster.store.spi.DiscoveryJob;
import io.quartermaster.store.spi.DiscoveryRequest;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryHandlerTest {
    private final Finding finding = new Finding();

    @TempDir
    private Path folder;

    /** Finds what it is told to. */
    private static final class Finding implements StoreType, DiscoveryJob {
        final List<DiscoveryRequest> requests = new ArrayList<>();
        Discovered found = new Discovered(List.of(), List.of());
        boolean fails;

        @Override
        public String shortName() {
            return "JKS";
        }

        @Override
        public Discovered find(DiscoveryRequest request) throws StoreException {
            requests.add(request);
            if (fails) {
                throw new StoreException("There is no folder /gone.");
            }
            return found;
        }
    }

    @Test
    void theServersWordsReachTheStoreType() throws IOException {
        try (SteppedAgent agent = agent(true)) {
            run(agent, new DiscoveryProperties("/srv, /opt,,", "/srv/old", "jks,noext", "*prod*", true, true));
        }
        assertThat(finding.requests)
                .containsExactly(new DiscoveryRequest(
                        List.of("/srv", "/opt"),
                        List.of("/srv/old"),
                        List.of("jks", "noext"),
                        List.of("*prod*"),
                        true,
                        true,
                        DiscoveryRequest.Limits.USUAL));
    }

    @Test
    void linksAreNotFollowedUnlessTheMachineAllowsItAndTheOrderSaysSo() throws IOException {
        try (SteppedAgent agent = agent(false)) {
            assertThat(run(agent, StoreJobs.discovery(folder, true)))
                    .isEqualTo("3 Symbolic links were not followed: this agent's store rules do not allow it.");
            assertThat(run(agent, StoreJobs.discovery(folder, false))).isEqualTo("2 ");
        }
        assertThat(finding.requests).noneMatch(DiscoveryRequest::followLinks);
    }

    @Test
    void manyStoresAreToldInParts() throws IOException {
        int many = DiscoverySubmitRequest.LOCATIONS_MAX + 1;
        finding.found = new Discovered(
                IntStream.range(0, many).mapToObj(i -> "/srv/" + i + ".jks").toList(), List.of());
        try (SteppedAgent agent = agent(false)) {
            String jobId = agent.server.addDiscovery(BuiltInJobType.JKS_DISCOVERY, StoreJobs.discovery(folder, false));
            agent.run(jobId);
            assertThat(agent.server.attemptOf(jobId).locations).hasSize(many);
            assertThat(agent.server.count("/CertStoreDiscovery/Submit")).isEqualTo(2);
        }
    }

    @Test
    void nothingFoundIsToldToo() throws IOException {
        try (SteppedAgent agent = agent(false)) {
            assertThat(run(agent, StoreJobs.discovery(folder, false))).isEqualTo("2 ");
            assertThat(agent.server.count("/CertStoreDiscovery/Submit")).isEqualTo(1);
        }
    }

    @Test
    void whatWasNotLookedAtIsAWarning() throws IOException {
        finding.found = new Discovered(List.of("/srv/a.jks"), List.of("The search ended at 1 store.", "It was long."));
        try (SteppedAgent agent = agent(false)) {
            assertThat(run(agent, StoreJobs.discovery(folder, false)))
                    .isEqualTo("3 The search ended at 1 store. It was long.");
        }
    }

    @Test
    void aSearchThatCannotBeMadeIsAFailure() throws IOException {
        finding.fails = true;
        try (SteppedAgent agent = agent(false)) {
            assertThat(run(agent, StoreJobs.discovery(folder, false))).isEqualTo("4 There is no folder /gone.");
            assertThat(agent.server.count("/CertStoreDiscovery/Submit")).isZero();
        }
    }

    private SteppedAgent agent(boolean followLinks) throws IOException {
        return new SteppedAgent(
                folder.resolve("state"),
                new StoreRules(List.of(), followLinks, 3, Map.of(), List.of()),
                List.of(finding));
    }

    private static String run(SteppedAgent agent, DiscoveryProperties how) {
        CompleteRequest end = agent.run(agent.server.addDiscovery(BuiltInJobType.JKS_DISCOVERY, how));
        return end.status() + " " + end.message();
    }
}
