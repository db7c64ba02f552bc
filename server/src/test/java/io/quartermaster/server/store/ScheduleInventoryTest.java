package io.quartermaster.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.PermissionDenied;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScheduleInventoryTest {
    private static final Optional<Schedule> HOURLY = Optional.of(new Schedule.Interval(60));
    private static final Optional<Schedule> DAILY = Optional.of(new Schedule.Daily(LocalTime.of(7, 0)));
    private static final Optional<Schedule> NOW = Optional.of(new Schedule.Immediate());

    private final StoreFixture fixture = new StoreFixture();
    private final UUID agent = fixture.agents.approved("edge-01");
    private final CertificateStore store = fixture.pem(agent, "/srv/a.pem", null);

    @AfterEach
    void close() {
        fixture.close();
    }

    private void schedule(Optional<Schedule> schedule, CertificateStore... stores) {
        fixture.scheduleInventory.run(
                StoreFixture.admin(),
                List.of(stores).stream().map(CertificateStore::id).toList(),
                schedule);
    }

    private CertificateStore.@Nullable PlannedInventory planned(CertificateStore of) {
        return fixture.get(of.id()).inventory();
    }

    private UUID jobOf(CertificateStore of) {
        return Objects.requireNonNull(planned(of)).jobId();
    }

    @Test
    void aRecurringJobKeepsItsIdWhenItGetsAnotherRecurringSchedule() {
        schedule(HOURLY, store);
        UUID jobId = jobOf(store);
        schedule(DAILY, store);
        assertThat(jobOf(store)).isEqualTo(jobId);
        assertThat(Objects.requireNonNull(planned(store)).schedule().text()).isEqualTo("D_07:00");
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isOne();
    }

    @Test
    void aJobThatRunsOnceIsANewOneEachTime() {
        schedule(HOURLY, store);
        UUID recurring = jobOf(store);
        schedule(NOW, store);
        UUID first = jobOf(store);
        schedule(NOW, store);
        assertThat(List.of(recurring, first, jobOf(store))).doesNotHaveDuplicates();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isOne();
    }

    @Test
    void offTakesTheJobAway() {
        schedule(HOURLY, store);
        schedule(Optional.empty(), store);
        assertThat(planned(store)).isNull();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
        schedule(Optional.empty(), store);
    }

    @Test
    void anImmediateInventoryReadsBackAsNoneOnceItIsHandedOut() {
        AgentSession session = fixture.session(agent);
        fixture.configure(session, fixture.scheduleNow(store));
        assertThat(planned(store)).isNull();
    }

    @Test
    void aRunningInventoryEndsNormallyAfterItsScheduleWasReplaced() {
        AgentSession session = fixture.session(agent);
        schedule(HOURLY, store);
        UUID jobId = jobOf(store);
        fixture.configure(session, jobId);
        schedule(DAILY, store);
        fixture.complete(session, jobId, fixture.one("SELECT history_id FROM attempt_in_process"), 2);
        assertThat(fixture.one("SELECT result * 10 + status FROM job_history")).isEqualTo(23);
        assertThat(jobOf(store)).isEqualTo(jobId);
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job WHERE state = 'SCHEDULED'"))
                .isOne();
    }

    @Test
    void manyStoresOfSeveralAgentsGetTheirJobsAtOnce() {
        CertificateStore b = fixture.pem(agent, "/srv/b.pem", null);
        CertificateStore c = fixture.pem(fixture.agents.approved("edge-02"), "/srv/c.pem", null);
        schedule(HOURLY, b);
        UUID before = jobOf(b);
        schedule(DAILY, store, b, c);
        assertThat(jobOf(b)).isEqualTo(before);
        assertThat(fixture.one("SELECT count(DISTINCT store_id) FROM scheduled_job WHERE schedule = 'D_07:00'"))
                .isEqualTo(3);
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE operation = 18"))
                .isEqualTo(4);
    }

    @Test
    void theAgentIsToldThatItsListChanged() {
        long before = fixture.one("SELECT version FROM agent_job_list WHERE agent_id = ?", agent);
        schedule(HOURLY, store);
        assertThat(fixture.one("SELECT version FROM agent_job_list WHERE agent_id = ?", agent))
                .isGreaterThan(before);
    }

    @Test
    void anUnknownStoreRefusesTheWholeRequest() {
        UUID unknown = UUID.fromString("00000000-0000-0000-0000-00000000abcd");
        assertThatThrownBy(
                        () -> fixture.scheduleInventory.run(StoreFixture.admin(), List.of(store.id(), unknown), HOURLY))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNKNOWN_ID);
                    assertThat(e.getMessage()).isEqualTo("1 store of this request does not exist.");
                    assertThat(e.failedOperations())
                            .containsExactly(new FailedOperation(unknown.toString(), "Store not found"));
                });
        assertThat(planned(store)).isNull();
    }

    @Test
    void aStoreWithoutAnAgentOrNotApprovedRefusesTheWholeRequest() {
        CertificateStore orphan = fixture.create(StoreFixture.admin(), """
                {"ClientMachine": "m", "Storepath": "/b", "CertStoreType": 2, "AgentId": null}
                """);
        CertificateStore found = fixture.pem(agent, "/srv/found.pem", null);
        fixture.database.runInTransaction(
                tx -> tx.execute("UPDATE certificate_store SET approved = false WHERE id = ?", found.id()));
        assertThatThrownBy(() -> schedule(HOURLY, store, orphan, found))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
                    assertThat(e.failedOperations())
                            .containsExactlyInAnyOrder(
                                    new FailedOperation(orphan.id().toString(), "The store has no agent."),
                                    new FailedOperation(found.id().toString(), "The store is not approved."));
                });
        assertThat(planned(store)).isNull();
    }

    @Test
    void oneStoreOutsideOfTheCallersContainersRefusesTheWholeRequest() {
        fixture.container(5, StoreFixture.PEM, null);
        fixture.container(6, StoreFixture.PEM, null);
        CertificateStore five = fixture.pem(agent, "/srv/5.pem", 5);
        CertificateStore six = fixture.pem(agent, "/srv/6.pem", 6);
        var caller = StoreFixture.caller("/certificate_stores/schedule/5/", "/certificate_stores/read/6/");
        for (CertificateStore outside : List.of(six, store)) {
            assertThatThrownBy(() -> fixture.scheduleInventory.run(caller, List.of(five.id(), outside.id()), HOURLY))
                    .isInstanceOf(PermissionDenied.class);
            assertThat(planned(five)).isNull();
        }
        fixture.scheduleInventory.run(caller, List.of(five.id()), HOURLY);
        assertThat(planned(five)).isNotNull();
    }
}
