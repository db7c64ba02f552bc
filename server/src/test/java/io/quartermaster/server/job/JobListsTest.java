package io.quartermaster.server.job;

import static io.quartermaster.server.job.CustomFixture.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.schedule.Schedule;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lists of jobs and of history, on real PostgreSQL. */
final class JobListsTest {
    private final CustomFixture fixture = new CustomFixture();
    private final JobFixture jobs = fixture.base;
    private final UUID edge1 = jobs.agent("edge-01.example.net");
    private final UUID edge2 = jobs.agent("Edge-02.example.net");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Page<ScheduledJobRow> scheduled(String query, @Nullable String sortField, boolean descending) {
        return fixture.listScheduled.run(READER, new Paging(query, 0, 50, sortField, descending));
    }

    private Page<JobHistoryRow> history(String query, @Nullable String sortField, boolean descending) {
        return fixture.listHistory.run(READER, new Paging(query, 0, 50, sortField, descending));
    }

    @Test
    void theLatestRequestComesFirstAndEqualOnesByTheirIds() {
        UUID first = jobs.immediateJob(edge1);
        UUID second = jobs.immediateJob(edge2);
        jobs.advance(Duration.ofSeconds(1));
        UUID later = jobs.customJob(edge1, "I_60");
        Page<ScheduledJobRow> page = scheduled("", null, false);
        assertThat(page).extracting(ScheduledJobRow::jobId).containsExactly(later, first, second);
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.getFirst().schedule()).isEqualTo(new Schedule.Interval(60));
        assertThat(page.getFirst().agentMachine()).isEqualTo("edge-01.example.net");
        assertThat(page.getFirst().target()).isNull();
    }

    @Test
    void aStoreJobShowsMachineAndPathOfItsStore() {
        StorePlace store = jobs.store(edge1, null);
        jobs.storeJob(edge1, JobKind.MANAGEMENT, store);
        assertThat(scheduled("", null, false)).singleElement().satisfies(row -> {
            assertThat(row.target()).isEqualTo(store.clientMachine() + ": " + store.storePath());
            assertThat(row.jobType()).isEqualTo("TESTManagement");
            assertThat(row.agentMachine()).isEqualTo("edge-01.example.net");
        });
    }

    @Test
    void everyColumnSortsInBothDirections() {
        UUID one = jobs.storeJob(edge1, JobKind.MANAGEMENT, jobs.store(edge1, null));
        jobs.advance(Duration.ofSeconds(1));
        UUID two = jobs.customJob(edge2, "D_23:30");
        Set<List<UUID>> orders = new HashSet<>();
        for (String field : List.of("Id", "ClientMachine", "Target", "Schedule", "Requested", "JobType")) {
            List<UUID> up = ids(scheduled("", field, false));
            List<UUID> down = ids(scheduled("", field, true));
            assertThat(up).as(field).containsExactlyInAnyOrder(one, two);
            assertThat(down).as(field).isEqualTo(up.reversed());
            orders.add(up);
        }
        assertThat(orders).hasSize(2);
        assertThat(ids(scheduled("", "clientmachine", false)))
                .as("without regard to case")
                .containsExactly(one, two);
        assertThatThrownBy(() -> scheduled("", "Colour", false)).isInstanceOfSatisfying(CommandException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.SORT_FIELD);
            assertThat(e.getMessage()).isEqualTo("Invalid sort field: Colour.");
        });
    }

    private static List<UUID> ids(Page<ScheduledJobRow> page) {
        return page.stream().map(ScheduledJobRow::jobId).toList();
    }

    @Test
    void pagesNeitherRepeatNorLeaveOutARowAndTheTotalCountsAll() {
        for (int i = 0; i < 7; i++) {
            jobs.immediateJob(edge1);
        }
        jobs.immediateJob(edge2);
        Set<UUID> seen = new HashSet<>();
        for (int page = 0; page < 3; page++) {
            Page<ScheduledJobRow> part = fixture.listScheduled.run(
                    READER, new Paging("Agent -startswith \"edge-01\"", page * 3L, 3, "JobType", false));
            assertThat(part.total()).isEqualTo(7);
            part.forEach(row -> assertThat(seen.add(row.jobId())).isTrue());
        }
        assertThat(seen).hasSize(7);
        Page<ScheduledJobRow> pastTheEnd = fixture.listScheduled.run(READER, new Paging("", 100, 50, null, false));
        assertThat(pastTheEnd).isEmpty();
        assertThat(pastTheEnd.total()).isEqualTo(8);
    }

    @Test
    void aOneTimeJobInProcessIsNotListedUntilItWaitsForARetryAndARecurringOneStays() {
        UUID once = jobs.immediateJob(edge1);
        UUID recurring = jobs.customJob(edge1, "I_60");
        AgentSession session = jobs.session(edge1);
        long auditId = jobs.configure(session, once).auditId();
        jobs.configure(session, recurring);
        assertThat(scheduled("", null, false))
                .extracting(ScheduledJobRow::jobId)
                .containsExactly(recurring);
        assertThat(scheduled("", null, false).total()).isEqualTo(1);
        jobs.complete(session, once, auditId, 4);
        assertThat(scheduled("", null, false))
                .extracting(ScheduledJobRow::jobId)
                .containsExactlyInAnyOrder(once, recurring);
    }

    @Test
    void theHistoryIsAscendingUnlessAskedOtherwise() {
        UUID job = jobs.immediateJob(edge1);
        jobs.run(jobs.session(edge1), job, 4);
        jobs.advance(Duration.ofMinutes(2));
        jobs.run(jobs.session(edge1), job, 4);
        jobs.advance(Duration.ofMinutes(4));
        jobs.run(jobs.session(edge1), job, 2);
        assertThat(history("", null, false)).extracting(JobHistoryRow::status).containsExactly(5, 5, 3);
        Page<JobHistoryRow> newest =
                fixture.listHistory.run(READER, new Paging("JobId -eq \"" + job + "\"", 0, 100, "JobHistoryId", true));
        assertThat(newest).extracting(JobHistoryRow::result).containsExactly(2, 4, 4);
        assertThat(newest).extracting(JobHistoryRow::jobId).containsOnly(job);
        assertThat(newest.getFirst().historyId()).isGreaterThan(newest.getLast().historyId());
        assertThat(newest.total()).isEqualTo(3);
    }

    @Test
    void aRowInProcessHasNoEndAndNoMessage() {
        UUID job = jobs.storeJob(edge1, JobKind.INVENTORY, jobs.store(edge1, null));
        jobs.configure(jobs.session(edge1), job);
        assertThat(history("Status -eq InProcess", null, false)).singleElement().satisfies(row -> {
            assertThat(row.operationEnd()).isNull();
            assertThat(row.message()).isNull();
            assertThat(row.result()).isZero();
            assertThat(row.agentMachine()).isEqualTo("edge-01.example.net");
            assertThat(row.clientMachine()).isEqualTo("web-7.example.net");
            assertThat(row.storePath()).startsWith("/opt/certs/");
        });
    }

    @Test
    void theDocumentedQueriesFindWhatTheyShould() {
        UUID failed = jobs.customJob(edge1, "W_2_01:00");
        UUID inventory = jobs.job(edge1, JobKind.INVENTORY, "PEMInventory", jobs.store(edge1, null), "I_60");
        UUID fine = jobs.immediateJob(edge1);
        jobs.advance(Duration.ofDays(1).plusMinutes(1));
        AgentSession session = jobs.session(edge1);
        jobs.run(session, failed, 4);
        jobs.run(session, inventory, 4);
        jobs.run(session, fine, 2);
        assertThat(history(
                        "JobType -ne \"Inventory\" AND Result -eq \"4\" AND (Status -eq \"4\" OR Status -eq \"3\")",
                        null,
                        false))
                .extracting(JobHistoryRow::jobId)
                .containsExactly(failed);
        assertThat(history("JobType -contains \"Inventory\" AND Agent -eq \"EDGE-01.example.net\"", null, false))
                .extracting(JobHistoryRow::jobId)
                .containsExactly(inventory);
        assertThat(history("ScheduleType -eq NULL", null, false))
                .extracting(JobHistoryRow::jobId)
                .containsExactly(fine);
        assertThat(history("ScheduleType -startswith \"W_\"", null, false))
                .extracting(JobHistoryRow::jobId)
                .containsExactly(failed);
        for (String field : List.of(
                "JobHistoryId",
                "OperationStart",
                "OperationEnd",
                "AgentMachine",
                "JobType",
                "Result",
                "Status",
                "StorePath",
                "ClientMachine",
                "Message")) {
            assertThat(history("", field, true)).as(field).hasSize(3);
        }
    }

    @Test
    void bothListsNeedRead() {
        for (var list : List.<Runnable>of(
                () -> fixture.listScheduled.run(JobFixture.caller("/ssl/"), new Paging("", 0, 1, null, false)),
                () -> fixture.listHistory.run(JobFixture.caller("/ssl/"), new Paging("", 0, 1, null, false)))) {
            assertThatThrownBy(list::run)
                    .isInstanceOfSatisfying(
                            CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NO_PERMISSION));
        }
    }
}
