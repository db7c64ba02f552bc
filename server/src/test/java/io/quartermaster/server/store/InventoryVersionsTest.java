package io.quartermaster.server.store;

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
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a store's inventories over time. */
final class InventoryVersionsTest {
    private static final int SUCCESS = CompletionStatus.SUCCESS;
    private static final byte[] A = TestCertificates.der("a.example.test", 0xA);
    private static final byte[] B = TestCertificates.der("b.example.test", 0xB);
    private static final byte[] C = TestCertificates.der("c.example.test", 0xC);

    private final StoreFixture fixture = new StoreFixture();
    private final CertificateStore store = fixture.pem(fixture.agents.approved("edge-01"), "/srv/site.pem", null);

    @AfterEach
    void close() {
        fixture.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 6);
    }

    private List<InventoryVersion> versions() {
        return fixture.listVersions.run(StoreFixture.admin(), store.id(), 0, 100);
    }

    private List<String> entriesOf(int version) {
        return fixture.getVersion.run(StoreFixture.admin(), store.id(), version, 0, 100).rows().stream()
                .map(InventoryVersionsTest::words)
                .toList();
    }

    private List<String> changesOf(int version) {
        return fixture.diffVersion.run(StoreFixture.admin(), store.id(), version, 0, 100).rows().stream()
                .map(change -> change.title() + ": " + words(change.before()) + " > " + words(change.after()))
                .toList();
    }

    private static String words(@Nullable EntryState entry) {
        return entry == null
                ? "-"
                : entry.alias()
                        + (entry.privateKey() ? "! " : " ")
                        + String.join(
                                ",",
                                entry.certificates().stream()
                                        .map(c -> String.valueOf(c.issuedDn()).substring("CN=".length()))
                                        .toList());
    }

    @Test
    void theFirstInventoryIsAVersionAndLaterOnesOnlyWhenTheyChangeSomething() {
        List<InventoryItem> items = List.of(item("one", UNKNOWN, false, A), item("two", UNKNOWN, true, B));
        fixture.inventory(store, SUCCESS, items);
        fixture.inventory(store, SUCCESS, items);

        assertThat(versions()).hasSize(1);
        InventoryVersion first = versions().getFirst();
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.entries()).isEqualTo(2);
        assertThat(first.added()).isEqualTo(2);
        assertThat(first.historyId())
                .isEqualTo(fixture.one("SELECT min(id) FROM job_history WHERE store_id = ?", store.id()));
        assertThat(changesOf(1)).containsExactly("Added: - > one a.example.test", "Added: - > two! b.example.test");
        assertThat(fixture.one("SELECT count(*) FROM inventory_change")).isZero();
    }

    @Test
    void anEmptyFirstInventoryIsAVersionToo() {
        fixture.inventory(store, SUCCESS, List.of());
        assertThat(versions()).hasSize(1);
        assertThat(entriesOf(1)).isEmpty();
    }

    @Test
    void aVersionSaysWhatCameWhatWentAndWhatBecameDifferent() {
        fixture.inventory(
                store,
                SUCCESS,
                List.of(
                        item("one", UNKNOWN, false, A),
                        item("two", UNKNOWN, false, B),
                        item("same", UNKNOWN, true, C)));
        fixture.inventory(
                store,
                SUCCESS,
                List.of(
                        item("one", UNKNOWN, true, B, C),
                        item("new", UNKNOWN, false, A),
                        item("same", UNKNOWN, true, C)));

        InventoryVersion second = versions().getFirst();
        assertThat(second.version()).isEqualTo(2);
        assertThat(List.of(second.entries(), second.added(), second.removed(), second.changed()))
                .containsExactly(3, 1, 1, 1);
        assertThat(changesOf(2))
                .containsExactly(
                        "Added: - > new a.example.test",
                        "Changed: one a.example.test > one! b.example.test,c.example.test",
                        "Removed: two b.example.test > -");
        assertThat(entriesOf(1)).containsExactly("one a.example.test", "same! c.example.test", "two b.example.test");
        assertThat(entriesOf(2))
                .containsExactly("new a.example.test", "one! b.example.test,c.example.test", "same! c.example.test");
    }

    // Goal: any version can be read again as it was. Method: random inventories, each noted as it was found.
    @ParameterizedTest
    @MethodSource("seeds")
    void everyVersionIsReadAsItWas(long seed) {
        fixture.inventorySettings = new InventorySettings(100, 100_000, 1, 1);
        Random random = new Random(seed);
        byte[][] certificates = {A, B, C};
        List<List<String>> found = new ArrayList<>();
        for (int run = 0; run < 10; run++) {
            List<InventoryItem> items = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                if (random.nextInt(3) > 0) {
                    items.add(item(
                            random.nextBoolean() ? "e" + n : "E" + n,
                            UNKNOWN,
                            random.nextBoolean(),
                            certificates[random.nextInt(3)]));
                }
            }
            fixture.inventory(store, SUCCESS, items);
            List<String> now = fixture.entries(store).stream()
                    .map(entry -> entry.alias()
                            + (entry.privateKey() ? "! " : " ")
                            + entry.certificates().getFirst().issuedDn().substring("CN=".length()))
                    .toList();
            if (found.isEmpty() || !found.getLast().equals(now)) {
                found.add(now);
            }
        }
        assertThat(versions()).as("seed %d", seed).hasSameSizeAs(found);
        for (int version = 1; version <= found.size(); version++) {
            assertThat(entriesOf(version))
                    .as("seed %d, version %d", seed, version)
                    .isEqualTo(found.get(version - 1));
        }
    }

    @Test
    void oldVersionsAreRemovedAndTheOthersReadAsBefore() {
        fixture.inventorySettings = new InventorySettings(50, 5, 0, 30);
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A)));
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, B)));
        fixture.clock.advance(Duration.ofDays(29));
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, C)));
        fixture.clock.advance(Duration.ofDays(2));
        fixture.purgeVersions.run();

        assertThat(versions()).extracting(InventoryVersion::version).containsExactly(3);
        assertThat(changesOf(3)).containsExactly("Changed: one b.example.test > one c.example.test");
        assertThatThrownBy(() -> entriesOf(2))
                .isInstanceOf(CommandException.class)
                .hasMessageEndingWith("or it is no longer kept.");

        fixture.clock.advance(Duration.ofDays(100));
        fixture.purgeVersions.run();
        assertThat(versions()).as("the newest stays").hasSize(1);
    }

    @Test
    void certificatesThatAVersionNamesAreKept() {
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A)));
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, B)));
        PurgeCertificates purge = new PurgeCertificates(fixture.database, new CertificateRepository(fixture.clock));
        assertThat(purge.run()).isZero();
        fixture.forgetVersions();
        assertThat(purge.run()).isEqualTo(1);
    }

    @Test
    void readingNeedsThePermissionForTheContainer() {
        fixture.inventory(store, SUCCESS, List.of());
        var reader = StoreFixture.caller("/certificate_stores/read/5/");
        assertThatThrownBy(() -> fixture.listVersions.run(reader, store.id(), 0, 1))
                .isInstanceOf(PermissionDenied.class);
        assertThatThrownBy(() -> fixture.diffVersion.run(reader, store.id(), 1, 0, 1))
                .isInstanceOf(PermissionDenied.class);
    }

    @Test
    void versionsAndEntriesComeInPages() {
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, A), item("two", UNKNOWN, false, A)));
        fixture.inventory(store, SUCCESS, List.of(item("one", UNKNOWN, false, B), item("two", UNKNOWN, false, B)));
        assertThat(fixture.listVersions.run(StoreFixture.admin(), store.id(), 2, 1))
                .extracting(InventoryVersion::version)
                .containsExactly(1);
        assertThat(fixture.getVersion
                        .run(StoreFixture.admin(), store.id(), 2, 1, 1)
                        .rows())
                .extracting(EntryState::alias)
                .containsExactly("two");
    }
}
