package io.quartermaster.agent.reenrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.fake.LossyTransport.Fate;
import io.quartermaster.agent.fake.SteppedAgent;
import io.quartermaster.agent.fake.StoreJobs;
import io.quartermaster.agent.fake.TestCa;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.EnrollReply;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.Issued;
import io.quartermaster.store.spi.Reenrollment;
import io.quartermaster.store.spi.ReenrollmentJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking the server, and what is asked again; with a store type that needs no real keys. */
class ReenrollmentHandlerTest {
    private final TestCa ca = new TestCa();
    private final Keys keys = new Keys();
    private final StoreJobs jobs;
    private final SteppedAgent agent;

    ReenrollmentHandlerTest(@TempDir Path folder) throws IOException {
        this.jobs = new StoreJobs(folder.resolve("store"), "pw");
        this.agent = new SteppedAgent(folder.resolve("state"), StoreRules.everywhere(), List.of(keys));
        agent.server.issuer = csr -> issued(new String(csr, StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
    }

    /** One store in memory. Each of its "keys" is a number, and its certificate request says that number. */
    private static final class Keys implements StoreType, InventoryJob, ReenrollmentJob {
        final List<InventoryEntry> entries = new ArrayList<>();
        final List<Reenrollment> asked = new ArrayList<>();
        final List<Issued> came = new ArrayList<>();
        boolean diesBeforeCommit;

        @Override
        public String shortName() {
            return "PEM";
        }

        @Override
        public Inventory read(StoreLocation location, StoreSecrets secrets) {
            return new Inventory(entries);
        }

        @Override
        public StoreChange reenroll(
                StoreLocation location, StoreSecrets secrets, Reenrollment reenrollment, Issuer issuer)
                throws StoreException, InterruptedException {
            asked.add(reenrollment);
            Issued issued = issuer.issue(("key " + asked.size()).getBytes(StandardCharsets.US_ASCII));
            came.add(issued);
            InventoryEntry entry =
                    new InventoryEntry(issued.certificate().thumbprint(), List.of(issued.certificate()), true);
            return new StoreChange() {
                @Override
                public boolean changed() {
                    return true;
                }

                @Override
                public String alias() {
                    return entry.alias();
                }

                @Override
                public void commit() {
                    if (diesBeforeCommit) {
                        throw new IllegalStateException("dies");
                    }
                    entries.clear();
                    entries.add(entry);
                }

                @Override
                public void rollBack() {}

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void theServersWordsReachTheStoreTypeAndTheCertificateComesWithItsChain() {
        assertThat(run(add())).isEqualTo("2 " + keys.entries.getFirst().alias() + " has a new key and certificate.");
        Reenrollment asked = keys.asked.getFirst();
        assertThat(asked.subject()).isEqualTo("CN=device.example.com,O=Acme");
        assertThat(asked.keyType()).isEqualTo("ECC");
        assertThat(asked.keySize()).isEqualTo(256);
        assertThat(asked.alternativeNames()).containsEntry("dns", List.of("device.example.com"));
        assertThat(asked.alias()).isEqualTo("device");
        assertThat(asked.overwrite()).isTrue();
        assertThat(keys.came.getFirst().chain()).containsExactly(new EncodedCertificate(ca.der()));
    }

    @Test
    void aRefusalIsAFailureInTheServersWords() {
        agent.server.issuer = _ -> new EnrollReply(Result.error(0xA0020011, "The key is too small."), null, null);
        assertThat(run(add())).isEqualTo("4 Error: The key is too small. (A0020011)");
        assertThat(keys.entries).isEmpty();
    }

    @Test
    void noCertificateYetIsAWarning() {
        agent.server.issuer =
                _ -> new EnrollReply(Result.warning(0xA0020012, "Somebody has to approve the request."), null, null);
        assertThat(run(add()))
                .isEqualTo("3 The server brought no certificate: Somebody has to approve the request. (A0020012)");
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgainWithTheSameRequest() {
        agent.lose(AgentPaths.REENROLLMENT_ENROLL, Fate.ANSWER_LOST);
        agent.lose(AgentPaths.REENROLLMENT_ENROLL, Fate.REQUEST_LOST);
        String jobId = add();
        assertThat(run(jobId)).startsWith("2 ");
        assertThat(agent.server.attemptOf(jobId).enrolled).hasSize(1);
        assertThat(keys.asked).hasSize(1);
    }

    @Test
    void aServerThatNeverAnswersIsAskedForAWhileOnly() {
        for (int i = 0; i < ServerIssuer.TRIES_MAX; i++) {
            agent.lose(AgentPaths.REENROLLMENT_ENROLL, Fate.REQUEST_LOST);
        }
        assertThat(run(add())).isEqualTo("4 The certificate request was not answered: request lost.");
        assertThat(keys.entries).isEmpty();
    }

    @Test
    void aJobWhoseEndNobodyHeardOfMakesNoSecondKey() throws IOException {
        String jobId = add();
        while (keys.entries.isEmpty()) {
            agent.step();
        }
        agent.restart();
        agent.server.addAgain(jobId);
        assertThat(run(jobId))
                .isEqualTo("2 " + keys.entries.getFirst().alias()
                        + " was made by an earlier attempt; nothing was changed.");
        assertThat(agent.server.attempts).hasSize(2);
        assertThat(keys.asked).hasSize(1);
    }

    @Test
    void aCertificateThatNeverGotIntoTheStoreIsAskedForAnew() throws IOException {
        keys.diesBeforeCommit = true;
        String jobId = add();
        assertThat(run(jobId)).startsWith("4 ");
        keys.diesBeforeCommit = false;
        agent.restart();
        agent.server.addAgain(jobId);
        assertThat(run(jobId)).startsWith("2 ").endsWith("has a new key and certificate.");
        assertThat(keys.asked).hasSize(2);
    }

    @Test
    void aJobThatWasReportedMakesAnotherKeyWhenItIsRunAgain() {
        String jobId = add();
        run(jobId);
        assertThat(agent.state.enrolled(jobId)).isEmpty();
        agent.server.addAgain(jobId);
        assertThat(run(jobId)).endsWith("has a new key and certificate.");
        assertThat(keys.asked).hasSize(2);
    }

    private EnrollReply issued(String key) {
        String certificate = TestCa.base64(ca.identity(key).der());
        return new EnrollReply(Result.success(), certificate, List.of(certificate, TestCa.base64(ca.der())));
    }

    private String add() {
        return agent.server.addReenrollment(BuiltInJobType.PEM_REENROLLMENT, jobs.reenroll("device", true));
    }

    private String run(String jobId) {
        CompleteRequest end = agent.run(jobId);
        return end.status() + " " + end.message();
    }
}
