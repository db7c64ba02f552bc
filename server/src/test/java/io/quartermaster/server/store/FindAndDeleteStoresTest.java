package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.server.agent.AgentDeparture;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.setting.AgentSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindAndDeleteStoresTest {
    private final StoreFixture fixture = new StoreFixture();
    private final UUID agent = fixture.agents.approved("edge-01");
    private CertificateStore free = fixture.pem(agent, "/srv/free.pem", null);
    private CertificateStore five = free;
    private CertificateStore six = free;

    @BeforeEach
    void stores() {
        fixture.container(5, StoreFixture.PEM, null);
        fixture.container(6, StoreFixture.PEM, null);
        five = fixture.pem(agent, "/srv/five.pem", 5);
        six = fixture.pem(agent, "/srv/six.pem", 6);
        free = fixture.get(free.id());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Page<CertificateStore> list(Caller caller, String query) {
        return fixture.listStores.run(caller, new Paging(query, 0, 50, "StorePath", false));
    }

    private static List<String> paths(Page<CertificateStore> page) {
        return page.stream()
                .map(store -> store.storePath().substring("/srv/".length()))
                .toList();
    }

    @Test
    void aListShowsAndCountsOnlyWhatTheCallerMaySee() {
        assertThat(paths(list(StoreFixture.admin(), ""))).containsExactly("five.pem", "free.pem", "six.pem");
        Page<CertificateStore> visible = list(StoreFixture.caller("/certificate_stores/modify/5/"), "");
        assertThat(paths(visible)).containsExactly("five.pem");
        assertThat(visible.total()).isOne();
        assertThat(paths(list(StoreFixture.caller("/certificate_stores/read/5/", "/certificate_stores/read/6/"), "")))
                .containsExactly("five.pem", "six.pem");
        assertThat(paths(list(StoreFixture.caller("/certificate_stores/read/5/", "/certificate_stores/read/"), "")))
                .hasSize(3);
    }

    @Test
    void aCallerWhoCouldNeverSeeAStoreIsRefused() {
        assertThatThrownBy(() -> list(StoreFixture.caller("/agents/"), "")).isInstanceOf(PermissionDenied.class);
    }

    @Test
    void aPageBeyondTheEndIsEmptyWithTheSameTotal() {
        Page<CertificateStore> page = fixture.listStores.run(StoreFixture.admin(), new Paging("", 50, 50, null, false));
        assertThat(page).isEmpty();
        assertThat(page.total()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "storepath -eq \"/srv/five.pem\"|five.pem",
                "(ClientMachine -eq \"web-7.example.net\")AND (ContainerName -eq \"Container 6\")|six.pem",
                "Container -eq \"container 5\"|five.pem",
                "ContainerId -eq \"5\" AND StorePath -contains \"five\"|five.pem",
                "ContainerId -eq null|free.pem",
                "ContainerId -ne null|five.pem,six.pem",
                "CertStoreType -eq 2|five.pem,free.pem,six.pem",
                "CertStoreType -eq \"pem\"|five.pem,free.pem,six.pem",
                "Category -eq \"JKS\"|",
                "CertStoreType -ne null|five.pem,free.pem,six.pem",
                "approved -eq true|five.pem,free.pem,six.pem",
                "Approved -eq \"false\"|",
                "AgentAvailable -eq false|five.pem,free.pem,six.pem",
                "HasInventoryScheduled -eq true|",
                "AddSupported -eq false OR RemoveSupported -eq false|",
                "PrivateKeyAllowed -eq 1|five.pem,free.pem,six.pem",
                "PrivateKeyAllowed -eq \"Forbidden\"|",
                "DisplayName -eq \"web-7.example.net - /srv/six.pem\"|six.pem",
                "CertificateId -eq 1|",
            })
    void everyFieldCanBeSearched(String query, String expected) {
        List<String> paths = expected == null ? List.of() : List.of(expected.split(","));
        Page<CertificateStore> found = list(StoreFixture.admin(), query);
        assertThat(paths(found)).containsExactlyElementsOf(paths);
        assertThat(found.total()).isEqualTo(paths.size());
    }

    @Test
    void storesAreFoundByTheirAgentTheirIdTheirScheduleAndACertificate() {
        byte[] der = TestCertificates.der("a", 1);
        fixture.inventory(
                five, CompletionStatus.SUCCESS, List.of(StoreFixture.item("a", InventoryItem.NEW, false, der)));
        int certificateId =
                fixture.entries(five).getFirst().certificates().getFirst().id();
        fixture.scheduleInventory.run(StoreFixture.admin(), List.of(six.id()), Optional.of(new Schedule.Interval(60)));
        assertThat(paths(list(StoreFixture.admin(), "CertificateId -eq " + certificateId)))
                .containsExactly("five.pem");
        assertThat(paths(list(StoreFixture.admin(), "HasInventoryScheduled -eq true")))
                .containsExactly("six.pem");
        assertThat(paths(list(
                        StoreFixture.admin(), "Id -eq \"" + free.id().toString().toUpperCase(Locale.ROOT) + "\"")))
                .containsExactly("free.pem");
        assertThat(paths(list(StoreFixture.admin(), "AgentId -eq \"" + agent + "\"")))
                .hasSize(3);
    }

    @Test
    void anAgentIsAvailableWhileItIsApprovedAndWasHeardOf() {
        fixture.database.runInTransaction(tx -> tx.createUpdate("UPDATE agent_presence SET last_seen = :now")
                .bind("now", fixture.clock.instant())
                .execute());
        assertThat(list(StoreFixture.admin(), "AgentAvailable -eq true").total())
                .isEqualTo(3);
        fixture.clock.advance(Duration.ofMinutes(16));
        assertThat(list(StoreFixture.admin(), "AgentAvailable -eq true").total())
                .isZero();
    }

    @Test
    void anAgentOfALargeFleetThatIsToldToCallLessOftenStaysAvailableUntilThen() {
        IntStream.range(0, 29).forEach(i -> fixture.agents.approved("fleet-" + i));
        fixture.database.runInTransaction(tx -> tx.createUpdate("UPDATE agent_presence SET last_seen = :now")
                .bind("now", fixture.clock.instant())
                .execute());
        // At most one call a second: each of the 30 agents calls every 30 seconds, and not every second as set.
        ListStores listStores = fixture.listStores(
                new AgentSettings(Duration.ofSeconds(1), AgentSettings.DEFAULT.sessionLength(), 1, true));
        fixture.clock.advance(Duration.ofSeconds(85));
        assertThat(available(listStores)).isEqualTo(3);
        fixture.clock.advance(Duration.ofSeconds(10));
        assertThat(available(listStores)).isZero();
    }

    private static long available(ListStores listStores) {
        return listStores
                .run(StoreFixture.admin(), new Paging("AgentAvailable -eq true", 0, 50, null, false))
                .total();
    }

    @Test
    void anUnknownFieldAndAnUnknownOrderAreRefused() {
        assertThatThrownBy(() -> list(StoreFixture.admin(), "Storepth -eq \"x\""))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.QUERY))
                .hasMessageContaining("did you mean StorePath?");
        assertThatThrownBy(() -> fixture.listStores.run(StoreFixture.admin(), new Paging("", 0, 50, "Colour", false)))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.SORT_FIELD));
    }

    @Test
    void oneStoreIsRefusedOutsideOfTheCallersContainersAndNotFoundWhenThereIsNone() {
        Caller caller = StoreFixture.caller("/certificate_stores/read/5/");
        assertThat(fixture.getStore.run(caller, five.id()).id()).isEqualTo(five.id());
        assertThatThrownBy(() -> fixture.getStore.run(caller, six.id())).isInstanceOf(PermissionDenied.class);
        assertThatThrownBy(() -> fixture.getStore.run(caller, free.id())).isInstanceOf(PermissionDenied.class);
        assertThatThrownBy(() -> fixture.getStore.run(caller, agent))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
        assertThatThrownBy(() -> fixture.storeInventory.run(caller, six.id(), new Paging("", 0, 50, null, false)))
                .isInstanceOf(PermissionDenied.class);
    }

    @Test
    void deletingTakesInventorySecretsAndJobsAndLeavesTheHistory() {
        CertificateStore jks = fixture.create(StoreFixture.admin(), """
                {"ClientMachine": "m", "Storepath": "/srv/app.jks", "CertStoreType": 0, "AgentId": "%s",
                 "Properties": "{\\"ServerPassword\\":\\"pw\\"}", "Password": {"SecretValue": "changeit"}}
                """.formatted(agent));
        fixture.inventory(
                jks,
                CompletionStatus.SUCCESS,
                List.of(StoreFixture.item("a", InventoryItem.NEW, false, TestCertificates.der("a", 1))));
        fixture.scheduleInventory.run(StoreFixture.admin(), List.of(jks.id()), Optional.of(new Schedule.Interval(60)));
        fixture.deleteStores.run(StoreFixture.admin(), jks.id());
        assertThat(fixture.exists(jks.id())).isFalse();
        assertThat(fixture.one("SELECT count(*) FROM inventory_entry")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM secret")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM job_history WHERE store_id = ?", jks.id()))
                .isOne();
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE category = 3004 AND operation = 3"))
                .isOne();
    }

    @Test
    void deletingManyIsAllOrNothing() {
        assertThatThrownBy(() -> fixture.deleteStores.run(StoreFixture.admin(), List.of(five.id(), agent)))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNKNOWN_ID);
                    assertThat(e.failedOperations())
                            .containsExactly(new FailedOperation(agent.toString(), "Store not found"));
                });
        Caller caller = StoreFixture.caller("/certificate_stores/modify/5/", "/certificate_stores/schedule/6/");
        assertThatThrownBy(() -> fixture.deleteStores.run(caller, List.of(five.id(), six.id())))
                .isInstanceOf(PermissionDenied.class);
        assertThat(fixture.exists(five.id())).isTrue();
        fixture.deleteStores.run(StoreFixture.admin(), List.of(five.id(), six.id()));
        assertThat(fixture.exists(five.id()) || fixture.exists(six.id())).isFalse();
        assertThat(fixture.exists(free.id())).isTrue();
    }

    @Test
    void oneThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> fixture.deleteStores.run(StoreFixture.admin(), agent))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void theStoresOfAnAgentGoWithIt() {
        CertificateStore other = fixture.pem(fixture.agents.approved("edge-02"), "/srv/other.pem", null);
        assertThat(fixture.database.<Long>read(
                        tx -> fixture.departure.departing(tx, agent).count()))
                .isEqualTo(3);
        fixture.database.runInTransaction(
                tx -> fixture.departure.leave(tx, List.of(agent), AgentDeparture.Cause.RESET, "CORP\\bob"));
        assertThat(paths(list(StoreFixture.admin(), ""))).containsExactly("other.pem");
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE operation = 3 AND actor = 'CORP\\bob'"))
                .isEqualTo(3);
        assertThat(fixture.exists(other.id())).isTrue();
    }

    @Test
    void whoMayNotModifyEachOfItsStoresMayNotLetAnAgentGo() {
        Caller caller = StoreFixture.caller("/certificate_stores/modify/5/", "/certificate_stores/modify/6/");
        assertThatThrownBy(() ->
                        fixture.database.runInTransaction(tx -> fixture.departure.permit(caller, tx, List.of(agent))))
                .isInstanceOf(PermissionDenied.class);
        fixture.database.runInTransaction(
                tx -> fixture.departure.permit(StoreFixture.caller("/certificate_stores/"), tx, List.of(agent)));
        UUID without = fixture.agents.approved("edge-03");
        fixture.database.runInTransaction(tx -> fixture.departure.permit(caller, tx, List.of(without)));
    }
}
