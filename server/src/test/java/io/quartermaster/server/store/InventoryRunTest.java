package io.quartermaster.server.store;

import static io.quartermaster.agent.protocol.InventoryItem.MODIFIED;
import static io.quartermaster.agent.protocol.InventoryItem.NEW;
import static io.quartermaster.agent.protocol.InventoryItem.REMOVED;
import static io.quartermaster.agent.protocol.InventoryItem.UNCHANGED;
import static io.quartermaster.agent.protocol.InventoryItem.UNKNOWN;
import static io.quartermaster.server.store.StoreFixture.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.InventoryConfigureReply;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.KnownInventoryItem;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.cert.CertificateRepository;
import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.cert.PurgeCertificates;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.Attempts;
import io.quartermaster.server.job.Conclusion;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobResult;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents report of a store, and what the server makes of it. */
final class InventoryRunTest {
    private static final int SUCCESS = CompletionStatus.SUCCESS;
    private static final int WARNING = CompletionStatus.WARNING;
    private static final int ERROR = CompletionStatus.ERROR;

    private static final byte[] A = TestCertificates.der("a.example.test", 0xA);
    private static final byte[] B = TestCertificates.der("b.example.test", 0xB);
    private static final byte[] ISSUER = TestCertificates.der("issuer.example.test", 0xCA);

    private final StoreFixture fixture = new StoreFixture();
    private CertificateStore store = fixture.pem(fixture.agents.approved("edge-01"), "/srv/site.pem", null);

    @BeforeEach
    void begin() {
        store = fixture.get(store.id());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Alias, key and common names: {@code one! a.example.test,issuer.example.test}. */
    private List<String> held() {
        return fixture.entries(store).stream()
                .map(entry -> entry.alias()
                        + (entry.privateKey() ? "! " : " ")
                        + String.join(
                                ",",
                                entry.certificates().stream()
                                        .map(c -> c.issuedDn().substring("CN=".length()))
                                        .toList()))
                .toList();
    }

    @Test
    void aStoreThatWasNeverInventoriedHoldsNothing() {
        assertThat(fixture.entries(store)).isEmpty();
    }

    @Test
    void whatARunNamesIsTheInventory() {
        fixture.inventory(
                store, SUCCESS, List.of(item("one", UNKNOWN, true, A, ISSUER), item("two", UNKNOWN, false, B)));
        assertThat(held()).containsExactly("one! a.example.test,issuer.example.test", "two b.example.test");
    }

    @Test
    void severalUpdatesOfARunAreGathered() {
        fixture.inventory(store, SUCCESS, List.of(item("one", NEW, false, A)), List.of(item("two", NEW, false, B)));
        assertThat(held()).containsExactly("one a.example.test", "two b.example.test");
    }

    @Test
    void anAliasThatNoUpdateNamesIsGone() {
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A), item("two", UNKNOWN, false, B)));
        fixture.inventory(store, SUCCESS, List.of(item("two", UNKNOWN, false, B)));
        assertThat(held()).containsExactly("two b.example.test");
    }

    @Test
    void unchangedKeepsTheCertificatesHeldAndRemovedTakesTheEntryAway() {
        fixture.inventory(store, SUCCESS, List.of(item("one", NEW, true, A), item("two", NEW, false, B)));
        fixture.inventory(store, SUCCESS, List.of(item("ONE", UNCHANGED, true), item("two", REMOVED, false)));
        assertThat(held()).containsExactly("one! a.example.test");
    }

    @Test
    void modifiedExchangesCertificatesAndTheEntryKeepsItsId() {
        fixture.inventory(store, SUCCESS, List.of(item("one", NEW, false, A, ISSUER)));
        int before = fixture.entries(store).getFirst().id();
        fixture.inventory(store, WARNING, List.of(item("One", MODIFIED, true, B)));
        assertThat(held()).containsExactly("One! b.example.test");
        assertThat(fixture.entries(store).getFirst().id()).isEqualTo(before);
    }

    @Test
    void unchangedForAnAliasThatIsNotHeldShowsNothing() {
        fixture.inventory(store, SUCCESS, List.of(item("ghost", UNCHANGED, false), item("one", NEW, false, A)));
        assertThat(held()).containsExactly("one a.example.test");
    }

    @Test
    void anUpdateThatArrivesAgainAndLateChangesNothing() {
        List<InventoryItem> first = List.of(item("one", NEW, false, A));
        fixture.inventory(store, SUCCESS, first, List.of(item("ONE", MODIFIED, true, B)), first);
        assertThat(held()).containsExactly("one a.example.test");
    }

    @Test
    void aFailedRunIsDiscarded() {
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A)));
        fixture.inventory(store, ERROR, List.of(item("two", UNKNOWN, false, B)));
        assertThat(held()).containsExactly("one a.example.test");
        assertThat(fixture.one("SELECT count(*) FROM inventory_update_item")).isZero();
    }

    @Test
    void aRunWithoutAnUpdateLeavesTheInventoryAsItIs() {
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A)));
        fixture.inventory(store, SUCCESS);
        assertThat(held()).containsExactly("one a.example.test");
    }

    @Test
    void anInventoryThatIsNotBelievedIsOneLineOfTheLog() {
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A), item("two", UNKNOWN, false, B)));
        try (LogLines log = new LogLines(InventoryJobHandler.class)) {
            fixture.inventory(store, SUCCESS, List.of());
            assertThat(log.lines())
                    .containsExactly("WARN The inventory of certificate store " + store.id()
                            + " (web-7.example.net - /srv/site.pem) is held: the store was read as empty and held 2 entries."
                            + " What it held stays until somebody accepts this, or an inventory finds more");
        }
        assertThat(held()).containsExactly("one a.example.test", "two b.example.test");
    }

    @Test
    void anInventoryWhoseEndIsUndoneIsNoLineOfTheLog() {
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A)));
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        fixture.configure(session, jobId);
        fixture.update(session, jobId, List.of());
        Attempts inProcess = new Attempts(fixture.sessions, fixture.attempts, JobSettings.DEFAULT);
        try (LogLines log = new LogLines(InventoryJobHandler.class)) {
            assertThatThrownBy(() -> fixture.database.runInTransaction(tx -> {
                        Attempt attempt = inProcess
                                .inProcess(
                                        tx,
                                        StoreFixture.ACCOUNT,
                                        session.token().toString(),
                                        jobId.toString(),
                                        fixture.clock.instant())
                                .orElseThrow();
                        Conclusion conclusion = new Conclusion(JobResult.ofAgentStatus(SUCCESS), "");
                        fixture.handler.completed(tx, List.of(new EndedAttempt(attempt, conclusion)));
                        throw new IllegalStateException("undone");
                    }))
                    .hasMessage("undone");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(fixture.one("SELECT count(*) FROM held_inventory")).isZero();
    }

    @Test
    void theSameCertificateInManyEntriesIsKeptOnce() {
        fixture.inventory(
                store, SUCCESS, List.of(item("one", UNKNOWN, false, A, ISSUER), item("two", UNKNOWN, false, A)));
        assertThat(fixture.one("SELECT count(*) FROM certificate")).isEqualTo(2);
        assertThat(fixture.entries(store).get(0).certificates().getFirst().id())
                .isEqualTo(
                        fixture.entries(store).get(1).certificates().getFirst().id());
    }

    @Test
    void anInventoryThatFindsTheSameAgainWritesNoEntry() {
        List<InventoryItem> items = List.of(item("one", UNKNOWN, false, A, ISSUER), item("two", UNKNOWN, true, B));
        fixture.inventory(store, SUCCESS, items);
        long before = fixture.one("SELECT sum(CAST(CAST(xmin AS text) AS bigint)) FROM inventory_entry")
                + fixture.one("SELECT sum(CAST(CAST(xmin AS text) AS bigint)) FROM inventory_entry_certificate");
        fixture.inventory(store, SUCCESS, items);
        assertThat(fixture.one("SELECT sum(CAST(CAST(xmin AS text) AS bigint)) FROM inventory_entry")
                        + fixture.one(
                                "SELECT sum(CAST(CAST(xmin AS text) AS bigint)) FROM inventory_entry_certificate"))
                .isEqualTo(before);
    }

    @Test
    void theAgentIsToldThePlaceThePasswordAndWhatIsHeld() {
        CertificateStore jks = fixture.create(StoreFixture.admin(), """
                {"ClientMachine": "web-7", "Storepath": "/srv/app.jks", "CertStoreType": 0, "AgentId": "%s",
                 "Password": {"SecretValue": "changeit"}}
                """.formatted(store.agentId()));
        fixture.inventory(jks, SUCCESS, List.of(item("one", UNKNOWN, true, A, ISSUER)));
        AgentSession session = fixture.session(Objects.requireNonNull(jks.agentId()));
        InventoryConfigureReply reply = (InventoryConfigureReply) fixture.configure(session, fixture.scheduleNow(jks));
        var job = Objects.requireNonNull(reply.job());
        assertThat(job.clientMachine()).isEqualTo("web-7");
        assertThat(job.storePath()).isEqualTo("/srv/app.jks");
        assertThat(Objects.requireNonNull(job.storePassword()).value()).isEqualTo("changeit");
        assertThat(job.category()).isEqualTo(StoreFixture.JKS);
        assertThat(job.inventory())
                .containsExactly(new KnownInventoryItem(
                        "one",
                        true,
                        List.of(
                                ParsedCertificate.parse(A).thumbprint(),
                                ParsedCertificate.parse(ISSUER).thumbprint())));
        assertThat(reply.inventoryEndpoint()).isEqualTo("/KeyfactorAgents/CertStoreInventory/Update");
        assertThat(reply.toString()).doesNotContain("changeit");
    }

    @Test
    void aConfigureThatArrivesAgainAndLateForgetsNothing() {
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        fixture.configure(session, jobId);
        fixture.update(session, jobId, List.of(item("one", NEW, false, A)));
        InventoryConfigureReply again = (InventoryConfigureReply) fixture.configure(session, jobId);
        fixture.update(session, jobId, List.of(item("two", NEW, false, B)));
        fixture.complete(session, jobId, again.auditId(), SUCCESS);
        assertThat(held()).containsExactly("one a.example.test", "two b.example.test");
    }

    @Test
    void aFinishedInventoryWaitsForItsStoreBeforeItLocksItsJob() throws Exception {
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        long auditId = ((InventoryConfigureReply) fixture.configure(session, jobId)).auditId();
        fixture.update(session, jobId, List.of(item("one", NEW, false, A)));
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<?> completed = fixture.database.inTransaction(tx -> {
                tx.execute("SELECT FROM certificate_store WHERE id = ? FOR UPDATE", store.id());
                Future<?> completing = threads.submit(() -> fixture.complete(session, jobId, auditId, SUCCESS));
                fixture.testDatabase.awaitBlocked(completing);
                tx.execute("SELECT FROM scheduled_job WHERE id = ? FOR UPDATE NOWAIT", jobId);
                return completing;
            });
            completed.get();
        }
        assertThat(held()).containsExactly("one a.example.test");
    }

    @Test
    void anUpdateIsASignOfLife() {
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        fixture.configure(session, jobId);
        long before = fixture.one("SELECT CAST(extract(epoch FROM lost_after) AS bigint) FROM attempt_in_process");
        fixture.clock.advance(Duration.ofMinutes(10));
        fixture.update(session, jobId, List.of());
        assertThat(fixture.one("SELECT CAST(extract(epoch FROM lost_after) AS bigint) FROM attempt_in_process"))
                .isEqualTo(before + 600);
    }

    @Test
    void anUpdateOfAnUnknownSessionOrJobIsRefusedInTheReply() {
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        Result unknownJob = fixture.update(session, UUID.randomUUID(), List.of());
        assertThat(unknownJob.status()).isEqualTo(Result.ERROR);
        assertThat(unknownJob.text())
                .isEqualTo("No inventory with this JobId is in process in this session. Register again. (A0110033)");
        AgentSession unknown =
                new AgentSession(session.agentId(), UUID.randomUUID(), session.expiresAt(), null, false, false);
        assertThat(fixture.update(unknown, fixture.scheduleNow(store), List.of())
                        .status())
                .isEqualTo(Result.ERROR);
    }

    @Test
    void anUpdateThatCannotBeTakenSaysWhatAndChangesNothing() {
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        fixture.configure(session, jobId);
        List<List<InventoryItem>> bad = List.of(
                List.of(item("one", NEW, false, A), item("two", NEW, false, new byte[] {1, 2, 3})),
                List.of(new InventoryItem(false, false, NEW, "two", List.of("-----BEGIN CERTIFICATE-----"))),
                List.of(item("", NEW, false, A)),
                List.of(item("two", 5, false, A)),
                List.of(item("x".repeat(513), NEW, false, A)),
                List.of(item("two", NEW, false, manyTimes(A, 51))));
        assertThat(bad.stream()
                        .map(items -> fixture.update(session, jobId, items).text()))
                .containsExactly(
                        "Inventory[1] (two), certificate 0: it is not a DER-encoded X.509 certificate. (A0110039)",
                        "Inventory[0] (two), certificate 0: it is not base64 on one line. (A0110039)",
                        "Inventory[0] has no Alias. (A0110039)",
                        "Inventory[0] (two): ItemStatus 5 is none of 0 to 4. (A0110039)",
                        "Inventory[0]: an Alias has at most 512 characters, and not the one with the number 0. (A0110039)",
                        "Inventory[0] (two) has 51 certificates, more than 50. (A0110039)");
        assertThat(fixture.one("SELECT count(*) FROM inventory_update_item")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM certificate")).isZero();
    }

    private static byte[][] manyTimes(byte[] der, int times) {
        byte[][] many = new byte[times][];
        Arrays.fill(many, der);
        return many;
    }

    @Test
    void elevenHundredCertificatesInOneUpdateAreTaken() {
        List<InventoryItem> items = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            items.add(item("entry-" + i, NEW, false, TestCertificates.der("host-" + i + ".example.test", i + 1)));
        }
        fixture.inventory(store, SUCCESS, items);
        assertThat(fixture.entries(store).total()).isEqualTo(1_100);
    }

    @Test
    void aStoreThatIsDeletedWhileItIsReadKeepsNothingAndTheRunEndsNormally() {
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        InventoryConfigureReply reply = (InventoryConfigureReply) fixture.configure(session, jobId);
        fixture.update(session, jobId, List.of(item("one", NEW, false, A)));
        fixture.deleteStores.run(StoreFixture.admin(), List.of(store.id()));
        assertThat(fixture.update(session, jobId, List.of(item("two", NEW, false, B)))
                        .status())
                .isEqualTo(Result.SUCCESS);
        fixture.complete(session, jobId, reply.auditId(), SUCCESS);
        assertThat(fixture.one("SELECT result FROM job_history WHERE job_id = ?", jobId))
                .isEqualTo(2);
        assertThat(fixture.one("SELECT count(*) FROM inventory_entry")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM inventory_update")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM inventory_update_item")).isZero();
    }

    @Test
    void theJobOfADeletedStoreIsCancelledWhenTheAgentAsksForIt() {
        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        fixture.deleteStores.run(StoreFixture.admin(), List.of(store.id()));
        assertThat(((ConfigureReply) fixture.configure(session, jobId)).jobCancelled())
                .isTrue();
    }

    @Test
    void aCertificateThatNothingHoldsIsRemovedAndOneOfARunningInventoryIsNot() {
        fixture.inventory(store, SUCCESS, List.of(item("one", NEW, false, A, ISSUER), item("two", NEW, false, B)));
        fixture.inventory(store, SUCCESS, List.of(item("two", UNCHANGED, false, B)));
        fixture.forgetVersions();
        PurgeCertificates purge = new PurgeCertificates(fixture.database, new CertificateRepository(fixture.clock));

        assertThat(purge.run()).isEqualTo(2);
        assertThat(purge.run()).isZero();
        assertThat(held()).containsExactly("two b.example.test");

        AgentSession session = fixture.session(Objects.requireNonNull(store.agentId()));
        UUID jobId = fixture.scheduleNow(store);
        InventoryConfigureReply reply = (InventoryConfigureReply) fixture.configure(session, jobId);
        fixture.update(session, jobId, List.of(item("one", NEW, false, A, ISSUER)));
        assertThat(purge.run()).isZero();
        fixture.complete(session, jobId, reply.auditId(), SUCCESS);
        assertThat(held()).contains("one a.example.test,issuer.example.test");
    }
}
