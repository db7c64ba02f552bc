package io.quartermaster.agent.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.fake.LossyTransport.Fate;
import io.quartermaster.agent.fake.SteppedAgent;
import io.quartermaster.agent.fake.StoreJobs;
import io.quartermaster.agent.fake.TestCa;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ManagementJobDetails;
import io.quartermaster.agent.protocol.ManagementOperation;
import io.quartermaster.agent.sim.SimulatedStores;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the handler makes of the server's words; with stores in memory. */
class ManagementHandlerTest {
    private final SimulatedStores stores = new SimulatedStores("PEM");
    private final TestCa ca = new TestCa();
    private final TestCa.Identity web = ca.identity("web");
    private final Path folder;
    private final StoreJobs jobs;
    private final SteppedAgent agent;

    ManagementHandlerTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.jobs = new StoreJobs(folder.resolve("store"), "pw");
        this.agent = new SteppedAgent(folder.resolve("state"), StoreRules.everywhere(), List.of(stores));
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    @Test
    void aStoreIsMadeFilledAndEmptied() {
        assertThat(run(jobs.create())).isEqualTo("2 The store was made.");
        assertThat(run(jobs.add("web", ca, web, false))).isEqualTo("2 web was added.");
        InventoryEntry entry = content().getFirst();
        assertThat(entry.privateKeyEntry()).isTrue();
        assertThat(entry.certificates())
                .extracting(certificate -> certificate.der())
                .containsExactly(web.der(), ca.der());
        assertThat(run(jobs.remove("WEB"))).isEqualTo("2 WEB was removed.");
        assertThat(content()).isEmpty();
    }

    @Test
    void whatIsSoAlreadyIsDoneWithARemark() {
        run(jobs.create());
        assertThat(run(jobs.create())).isEqualTo("2 The store is there already; nothing was changed.");
        run(jobs.add("web", ca, web, false));
        assertThat(run(jobs.add("web", ca, web, false))).isEqualTo("2 web is there already; nothing was changed.");
        assertThat(run(jobs.remove("other"))).isEqualTo("2 There is no other in the store; nothing was changed.");
    }

    @Test
    void aCertificateAloneIsAddedUnderItsThumbprint() {
        run(jobs.create());
        assertThat(run(jobs.add("", web.der()))).isEqualTo("2 " + web.thumbprint() + " was added.");
        assertThat(content().getFirst().privateKeyEntry()).isFalse();
    }

    @Test
    void anAdditionMakesAStoreOnlyWhenItIsToldTo() {
        assertThat(run(jobs.add("web", ca, web, false))).startsWith("4 There is no store ");
        assertThat(run(jobs.createAndAdd("web", ca, web))).isEqualTo("2 web was added.");
    }

    @Test
    void anotherEntryOfTheNameStaysUnlessItMayBeReplaced() {
        run(jobs.createAndAdd("web", ca, web));
        TestCa.Identity next = ca.identity("web");
        assertThat(run(jobs.add("web", ca, next, false))).startsWith("4 There is another entry web");
        assertThat(run(jobs.add("web", ca, next, true))).isEqualTo("2 web was added.");
        assertThat(content().getFirst().certificates().getFirst().thumbprint()).isEqualTo(next.thumbprint());
    }

    @Test
    void aJobThatIsHandedOutAgainDoesNoHarm() throws IOException {
        String jobId = agent.server.addManagement(BuiltInJobType.PEM_MANAGEMENT, jobs.createAndAdd("web", ca, web));
        agent.lose(AgentPaths.MANAGEMENT_COMPLETE, Fate.REQUEST_LOST);
        while (agent.server.calls.stream().noneMatch(call -> call.endsWith("/Configure"))
                || stores.content(folder.resolve("store").toString()) == null) {
            agent.step();
        }
        agent.restart();
        agent.server.addAgain(jobId);
        CompleteRequest second = agent.run(jobId);
        assertThat(agent.server.attempts).hasSize(2);
        assertThat(second.status()).isEqualTo(CompletionStatus.SUCCESS);
        assertThat(second.message()).isEqualTo("web is there already; nothing was changed.");
        assertThat(content()).hasSize(1);
    }

    @Test
    void aWrongPasswordOfThePkcs12FileIsAFailureThatQuotesNothing() {
        run(jobs.create());
        String message = run(
                jobs.job(ManagementOperation.ADD, "web", TestCa.base64(ca.pfx(web, "right")), "hunter2-wrong", false));
        assertThat(message)
                .isEqualTo("4 The PKCS#12 file that the server sent cannot be opened with the password that came with"
                        + " it.");
        assertThat(agent.log.lines).noneMatch(line -> line.contains("hunter2") || line.contains("right"));
        assertThat(content()).isEmpty();
    }

    @Test
    void contentsThatAreNothingAreFailures() {
        run(jobs.create());
        assertThat(run(jobs.job(ManagementOperation.ADD, "a", null, null, false)))
                .isEqualTo("4 The server's configuration of the job has no certificate.");
        assertThat(run(jobs.job(ManagementOperation.ADD, "a", "no base64!", null, false)))
                .isEqualTo("4 The certificate that the server sent is no base64.");
        assertThat(run(jobs.job(ManagementOperation.ADD, "a", "AAAA", "pw", false)))
                .startsWith("4 The PKCS#12 file that the server sent cannot be opened");
        assertThat(run(jobs.remove(" "))).startsWith("4 The server's configuration of the job does not say what");
    }

    @ParameterizedTest
    @ValueSource(ints = {ManagementOperation.UNKNOWN, ManagementOperation.INVENTORY, 17})
    void anOperationThatIsNotKnownIsAFailure(int operation) {
        assertThat(run(jobs.job(operation, "a", null, null, false)))
                .isEqualTo("4 This agent knows no operation " + operation + " on stores.");
    }

    @Test
    void aTypeThatChangesNothingIsNotAnnounced() {
        StoreType reader = () -> "PEM";
        assertThat(ManagementHandler.fits(reader)).isFalse();
        assertThat(ManagementHandler.fits(stores)).isTrue();
    }

    /** The password of the file that brings the key, the key and the file are in no file of the agent. */
    @Test
    void nothingOfAKeyIsWrittenByTheAgent() throws IOException {
        run(jobs.createAndAdd("web", ca, web));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain(StoreJobs.PFX_PASSWORD)
                            .doesNotContain("EntryContents"));
        }
        assertThat(agent.log.lines).noneMatch(line -> line.contains(StoreJobs.PFX_PASSWORD));
    }

    private List<InventoryEntry> content() {
        return Objects.requireNonNull(stores.content(folder.resolve("store").toString()));
    }

    private String run(ManagementJobDetails job) {
        CompleteRequest end = agent.run(agent.server.addManagement(BuiltInJobType.PEM_MANAGEMENT, job));
        return end.status() + " " + end.message();
    }
}
