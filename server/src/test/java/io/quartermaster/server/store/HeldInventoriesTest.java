package io.quartermaster.server.store;

import static io.quartermaster.agent.protocol.InventoryItem.REMOVED;
import static io.quartermaster.agent.protocol.InventoryItem.UNCHANGED;
import static io.quartermaster.agent.protocol.InventoryItem.UNKNOWN;
import static io.quartermaster.server.store.StoreFixture.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.server.cert.CertificateRepository;
import io.quartermaster.server.cert.PurgeCertificates;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.setting.InventorySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inventories in which too much is missing. */
final class HeldInventoriesTest {
    private static final int SUCCESS = CompletionStatus.SUCCESS;
    private static final byte[] A = TestCertificates.der("a.example.test", 0xA);

    private final StoreFixture fixture = new StoreFixture();
    private final CertificateStore store = fixture.pem(fixture.agents.approved("edge-01"), "/srv/site.pem", null);

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A run that finds the entries e1 to eN. */
    private void find(int entries) {
        fixture.inventory(store, SUCCESS, entries(IntStream.rangeClosed(1, entries)));
    }

    private static List<InventoryItem> entries(IntStream numbers) {
        return numbers.mapToObj(n -> item("e" + n, UNKNOWN, false, A)).toList();
    }

    private int entries() {
        return (int) fixture.one("SELECT count(*) FROM inventory_entry WHERE store_id = ?", store.id());
    }

    private List<HeldInventory> held() {
        return fixture.listHeld.run(StoreFixture.admin(), 0, 10);
    }

    private long events(String event) {
        return fixture.one("SELECT count(*) FROM job_event WHERE event = ? AND history_id IS NOT NULL", event);
    }

    @Test
    void anEmptyInventoryIsHeldHoweverOftenItIsSaid() {
        find(1);
        find(0);
        find(0);
        find(0);

        assertThat(entries()).isEqualTo(1);
        HeldInventory one = held().getFirst();
        assertThat(one.timesSaid()).isEqualTo(3);
        assertThat(one.reason()).isEqualTo("The store was read as empty and held 1 entry");
        assertThat(events("INVENTORY_HELD")).isEqualTo(3);
        assertThat(fixture.one("SELECT count(*) FROM inventory_update"))
                .as("the newest takes the place of those before")
                .isEqualTo(1);
    }

    @Test
    void anInventoryInWhichHalfOfTheEntriesAreMissingIsHeld() {
        find(10);
        find(5);

        assertThat(entries()).isEqualTo(10);
        assertThat(held().getFirst().reason()).isEqualTo("5 of 10 entries are missing");
    }

    @Test
    void lessThanTheShareOrFewerThanTheNumberAreBelieved() {
        find(11);
        find(6);
        assertThat(entries()).as("5 of 11 are less than half").isEqualTo(6);
        find(2);
        assertThat(entries()).as("4 are fewer than 5").isEqualTo(2);
        assertThat(held()).isEmpty();
    }

    @Test
    void shareAndNumberAreSettings() {
        fixture.inventorySettings = new InventorySettings(10, 2, 0, 365);
        find(20);
        find(18);
        assertThat(entries()).isEqualTo(20);
        find(19);
        assertThat(entries()).isEqualTo(19);
    }

    @Test
    void whereAsManyComeAsGoNothingIsMissing() {
        find(10);
        fixture.inventory(store, SUCCESS, entries(IntStream.rangeClosed(11, 20)));
        assertThat(entries()).isEqualTo(10);
        assertThat(held()).isEmpty();
    }

    @Test
    void removedInSoManyWordsIsNoMoreToBeBelievedThanLeftOut() {
        find(1);
        fixture.inventory(store, SUCCESS, List.of(item("e1", REMOVED, false)));
        assertThat(entries()).isEqualTo(1);
        assertThat(held()).hasSize(1);
    }

    @Test
    void anInventoryThatFindsMoreEndsThatOneIsHeld() {
        find(10);
        find(0);
        find(9);

        assertThat(entries()).isEqualTo(9);
        assertThat(held()).isEmpty();
        assertThat(fixture.one("SELECT count(*) FROM inventory_update_item")).isZero();
    }

    @Test
    void aHeldInventoryThatIsAcceptedIsThatOfTheStore() {
        find(10);
        fixture.inventory(store, SUCCESS, List.of(item("e1", UNCHANGED, false), item("new", UNKNOWN, true, A)));
        fixture.acceptHeld.run(
                StoreFixture.admin(), store.id(), held().getFirst().historyId());

        assertThat(fixture.entries(store).stream().map(InventoryEntry::alias)).containsExactlyInAnyOrder("e1", "new");
        assertThat(held()).isEmpty();
        assertThat(fixture.one("SELECT count(*) FROM inventory_update_item")).isZero();
        assertThat(events("INVENTORY_ACCEPTED")).isEqualTo(1);
        InventoryVersion version =
                fixture.listVersions.run(StoreFixture.admin(), store.id(), 0, 1).getFirst();
        assertThat(version.acceptedBy()).isEqualTo("CORP\\alice");
        assertThat(version.removed()).isEqualTo(9);
        assertThat(version.added()).isEqualTo(1);
        assertThat(version.entries()).isEqualTo(2);
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE category = 3004 AND operation = 4"))
                .isEqualTo(1);
    }

    @Test
    void aHeldInventoryThatIsRejectedIsForgottenAndTheNextOneHeldAnew() {
        find(10);
        find(0);
        fixture.rejectHeld.run(StoreFixture.admin(), store.id(), null);

        assertThat(entries()).isEqualTo(10);
        assertThat(held()).isEmpty();
        assertThat(fixture.one("SELECT count(*) FROM inventory_update")).isZero();
        assertThat(events("INVENTORY_REJECTED")).isEqualTo(1);
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE category = 3004 AND operation = 25"))
                .isEqualTo(1);

        find(0);
        assertThat(held()).hasSize(1);
    }

    @Test
    void whatWasNotLookedAtIsNotAccepted() {
        find(10);
        find(0);
        long seen = held().getFirst().historyId();
        find(1);

        assertThatThrownBy(() -> fixture.acceptHeld.run(StoreFixture.admin(), store.id(), seen))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("The inventory of attempt " + seen + " is held no more");
        assertThat(entries()).isEqualTo(10);
    }

    @Test
    void ofTwoPeopleAtOnceOneDecides() throws Exception {
        find(10);
        find(0);
        Callable<String> accept = () -> {
            fixture.acceptHeld.run(StoreFixture.admin(), store.id(), null);
            return "accepted";
        };
        Callable<String> reject = () -> {
            fixture.rejectHeld.run(StoreFixture.admin(), store.id(), null);
            return "rejected";
        };
        List<String> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> decided : threads.invokeAll(Arrays.asList(accept, reject))) {
                try {
                    done.add(decided.get());
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).hasMessageContaining("or not any more");
                }
            }
        }
        assertThat(done).hasSize(1);
        assertThat(entries()).isEqualTo(done.getFirst().equals("accepted") ? 0 : 10);
    }

    @Test
    void modifyForTheContainerIsNeededToDecideAndReadToLook() {
        fixture.container(5, StoreFixture.PEM, null);
        CertificateStore in5 = fixture.pem(fixture.agents.approved("edge-02"), "/srv/other.pem", 5);
        fixture.inventory(in5, SUCCESS, entries(IntStream.of(1)));
        fixture.inventory(in5, SUCCESS, List.of());
        find(1);
        find(0);

        var reader = StoreFixture.caller("/certificate_stores/read/5/");
        assertThat(fixture.listHeld.run(reader, 0, 10))
                .extracting(HeldInventory::storeId)
                .containsExactly(in5.id());
        assertThatThrownBy(() -> fixture.acceptHeld.run(reader, in5.id(), null)).isInstanceOf(PermissionDenied.class);
        assertThatThrownBy(() -> fixture.diffHeld.run(reader, store.id(), 0, 10))
                .isInstanceOf(PermissionDenied.class);
        var modifier = StoreFixture.caller("/certificate_stores/modify/5/");
        assertThatThrownBy(() -> fixture.rejectHeld.run(modifier, store.id(), null))
                .isInstanceOf(PermissionDenied.class);
        fixture.acceptHeld.run(modifier, in5.id(), null);
        assertThat(fixture.entries(in5)).isEmpty();
    }

    @Test
    void whatAHeldInventoryWouldChangeIsShown() {
        find(2);
        fixture.inventory(store, SUCCESS, List.of(item("e1", REMOVED, false), item("e2", REMOVED, false)));

        DiffHeldInventory.HeldChanges page = fixture.diffHeld.run(StoreFixture.admin(), store.id(), 1, 10);
        assertThat(page.changes()).hasSize(1);
        EntryChange change = page.changes().getFirst();
        assertThat(change.title()).isEqualTo("Removed");
        EntryState before = Objects.requireNonNull(change.before());
        assertThat(before.alias()).isEqualTo("e2");
        assertThat(before.certificates().getFirst().issuedDn()).isEqualTo("CN=a.example.test");
    }

    @Test
    void whereASettingSaysSoTheSameSaidOftenEnoughIsBelieved() {
        fixture.inventorySettings = new InventorySettings(50, 5, 3, 365);
        find(10);
        find(0);
        find(1);
        find(0);
        find(0);
        assertThat(entries()).as("not three times the same in a row").isEqualTo(10);
        find(0);
        assertThat(entries()).isZero();
        assertThat(held()).isEmpty();
        assertThat(fixture.one("SELECT count(*) FROM inventory_update")).isZero();
        assertThat(events("INVENTORY_ACCEPTED")).isEqualTo(1);
    }

    /** A job that took an entry away, as its agent said. */
    private void removed(String alias, int result) {
        fixture.database.runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO job_history (agent_id, id, operation_start, operation_end, job_id, kind, job_type_id, job_type,
                               agent_machine, store_id, requested_at, requested_by, retry_count, priority, fields, result, status)
                        VALUES (:agentId, nextval('job_history_id'), :now, :now, :jobId, 'MANAGEMENT', :jobId, 'PEMManagement',
                               'edge-01', :storeId, :now, 'alice', 0, 5,
                               jsonb_build_object('operation', 'REMOVE', 'alias', CAST(:alias AS text)), :result, 3)
                        """)
                .bind("agentId", Objects.requireNonNull(store.agentId()))
                .bind("jobId", fixture.ids.next())
                .bind("storeId", store.id())
                .bind("alias", alias)
                .bind("result", result)
                .bind("now", fixture.clock.instant())
                .execute());
    }

    @Test
    void whatAJobTookAwayIsNotMissing() {
        find(1);
        fixture.clock.advance(Duration.ofMinutes(1));
        removed("E1", 2);
        fixture.clock.advance(Duration.ofMinutes(1));
        find(0);
        assertThat(entries()).isZero();

        find(1);
        fixture.clock.advance(Duration.ofMinutes(1));
        find(0);
        assertThat(entries()).as("the removal was before the last inventory").isEqualTo(1);
        removed("e1", 4);
        find(0);
        assertThat(entries()).as("the removal failed").isEqualTo(1);
    }

    @Test
    void aHeldInventoryProvesNothingUntilItIsAccepted() {
        find(2);
        fixture.clock.advance(Duration.ofMinutes(1));
        removed("e9", 2);
        fixture.database.runInTransaction(tx -> tx.execute("""
                UPDATE job_history SET verified = 0,
                       fields = '{"operation": "ADD", "alias": "new", "certificateId": 7}' WHERE kind = 'MANAGEMENT'
                """));
        fixture.clock.advance(Duration.ofMinutes(1));
        find(0);
        assertThat(fixture.one("SELECT verified FROM job_history WHERE kind = 'MANAGEMENT'"))
                .isZero();

        fixture.acceptHeld.run(StoreFixture.admin(), store.id(), null);

        assertThat(fixture.one("SELECT verified FROM job_history WHERE kind = 'MANAGEMENT'"))
                .as("contradicted")
                .isEqualTo(2);
    }

    @Test
    void certificatesOfAHeldInventoryAreKept() {
        find(2);
        fixture.inventory(
                store, SUCCESS, List.of(item("new", UNKNOWN, false, TestCertificates.der("new.example.test", 0xE))));
        fixture.inventorySettings = new InventorySettings(1, 1, 0, 365);
        fixture.inventory(store, SUCCESS, List.of());
        assertThat(new PurgeCertificates(fixture.database, new CertificateRepository(fixture.clock)).run())
                .isZero();
    }

    @Test
    void whatIsHeldOfADeletedStoreGoesWithTheNextPurge() {
        find(1);
        find(0);
        fixture.deleteStores.run(StoreFixture.admin(), List.of(store.id()));
        assertThat(fixture.one("SELECT count(*) FROM held_inventory")).isZero();
        fixture.purgeVersions.run();
        assertThat(fixture.one("SELECT count(*) FROM inventory_update")).isZero();
    }
}
