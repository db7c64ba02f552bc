package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.MonthlyPartitions;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.RowPage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists that are read from row to row, on real PostgreSQL, the history over several partitions. */
final class JobPagesTest {
    private static final int ROWS = 90;
    private static final int CHANGES_MAX = 6;

    private static final JobFixture FIXTURE = new JobFixture();
    private static final List<UUID> AGENTS = IntStream.range(0, 4)
            .mapToObj(n -> FIXTURE.agent("edge-" + n + ".example.net"))
            .toList();

    private final CountJobs countJobs = new CountJobs(FIXTURE.database, new JobPageRepository(), FIXTURE.clock);
    private final CountHistory countHistory =
            new CountHistory(FIXTURE.database, new JobPageRepository(), FIXTURE.clock);

    @BeforeAll
    static void makeMonths() {
        new MonthlyPartitions(FIXTURE.database, FIXTURE.clock).run();
    }

    @BeforeEach
    void empty() {
        FIXTURE.database.runInTransaction(tx -> tx.execute("TRUNCATE scheduled_job, job_history, attempt_in_process"));
    }

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    private List<String> insert(PagedRows rows, PagedList list, int count) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = FIXTURE.testDatabase.dataSource().getConnection()) {
            for (int i = 0; i < count; i++) {
                ids.add(rows.insert(connection, list));
            }
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource
    void everySortIsThatOfItsColumnInBothDirectionsAndInPagesOfAnyLength(PagedList list) throws SQLException {
        Random random = new Random(17);
        List<String> ids = insert(new PagedRows(random, AGENTS), list, ROWS);
        for (String sort : list.sorts().keySet()) {
            List<String> up = list.walk(FIXTURE, "", sort, () -> 1_000);
            List<String> down = list.walk(FIXTURE, "", "-" + sort, () -> 1_000);
            assertThat(up).as(sort).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(down).as(sort).isEqualTo(up.reversed());
            assertThat(list.values(FIXTURE, sort, up)).as(sort).isEqualTo(list.sortedValues(FIXTURE, sort, false));
            assertThat(list.values(FIXTURE, sort, down)).as(sort).isEqualTo(list.sortedValues(FIXTURE, sort, true));
            for (int length : List.of(1, 2, 7, ROWS - 1, ROWS)) {
                assertThat(list.walk(FIXTURE, "", sort, () -> length))
                        .as("%s by %d", sort, length)
                        .isEqualTo(up);
                assertThat(list.walk(FIXTURE, "", "-" + sort, () -> length))
                        .as("-%s by %d", sort, length)
                        .isEqualTo(down);
            }
            assertThat(list.walk(
                            FIXTURE, "JobType -eq \"odd\" OR AgentId -eq \"" + AGENTS.getFirst() + "\"", sort, () -> 4))
                    .as("%s with a query", sort)
                    .isNotEmpty()
                    .isSubsetOf(up)
                    .doesNotHaveDuplicates()
                    .isEqualTo(list.walk(
                            FIXTURE,
                            "JobType -eq \"odd\" OR AgentId -eq \"" + AGENTS.getFirst() + "\"",
                            sort,
                            () -> 1_000));
        }
    }

    static Stream<Arguments> seeds() {
        return LongStream.range(0, 3)
                .boxed()
                .flatMap(seed -> Stream.of(PagedList.values())
                        .flatMap(list -> list.sorts().keySet().stream()
                                .flatMap(sort -> Stream.of(sort, "-" + sort))
                                .map(sort -> Arguments.of(list, sort, seed))));
    }

    /**
     * Goal: whoever reads a list to its end sees every row that was there all the time, once. Method: between two pages,
     * another transaction inserts and deletes by chance, also the row at which the page ended, and is committed before the
     * next page or some pages later.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsThereAllTheTimeComesExactlyOnceWhateverComesAndGoes(PagedList list, String sort, long seed)
            throws SQLException {
        Random random = new Random(seed);
        PagedRows rows = new PagedRows(random, AGENTS);
        List<String> staying = insert(rows, list, ROWS / 2);
        List<String> going = insert(rows, list, ROWS / 2);
        List<String> seen = new ArrayList<>();
        Set<String> deleted = new HashSet<>();
        try (Connection other = FIXTURE.testDatabase.dataSource().getConnection()) {
            other.setAutoCommit(false);
            @Nullable String next = null;
            do {
                RowPage<String> page = list.page(FIXTURE, list.paging("", sort, next, 1 + random.nextInt(9)));
                seen.addAll(page.items());
                next = page.next();
                change(list, rows, other, going, deleted, page.items(), random);
                if (random.nextInt(3) > 0) {
                    other.commit();
                }
            } while (next != null);
            other.rollback();
            other.setAutoCommit(true);
        }
        assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates().containsAll(staying);
        assertThat(deleted).as("something was deleted").isNotEmpty();
    }

    private static void change(
            PagedList list,
            PagedRows rows,
            Connection other,
            List<String> going,
            Set<String> deleted,
            List<String> page,
            Random random)
            throws SQLException {
        for (int i = random.nextInt(CHANGES_MAX); i > 0; i--) {
            going.add(rows.insert(other, list));
        }
        if (!page.isEmpty() && going.remove(page.getLast())) {
            PagedRows.delete(other, list, page.getLast());
            deleted.add(page.getLast());
        }
        for (int i = random.nextInt(CHANGES_MAX); i > 0 && !going.isEmpty(); i--) {
            String id = going.remove(random.nextInt(going.size()));
            PagedRows.delete(other, list, id);
            deleted.add(id);
        }
    }

    @Test
    void anEmptyListHasOnePageAndNoNext() {
        for (PagedList list : PagedList.values()) {
            assertThat(list.page(FIXTURE, list.paging("", "-AgentId", null, 10)))
                    .isEqualTo(new RowPage<>(List.of(), null));
        }
    }

    @Test
    void aCountStopsAtItsLimitAndSaysSo() throws SQLException {
        PagedRows rows = new PagedRows(new Random(3), AGENTS);
        insert(rows, PagedList.JOBS, 20);
        insert(rows, PagedList.HISTORY, 30);
        String one = "AgentId -eq \"" + AGENTS.getFirst() + "\"";
        long ofOne = FIXTURE.one("SELECT count(*) FROM scheduled_job WHERE agent_id = ?", AGENTS.getFirst());
        assertThat(ofOne).isBetween(1L, 19L);
        assertThat(countJobs.run(CustomFixture.READER, "", 20)).isEqualTo(new RowCount(20, false));
        assertThat(countJobs.run(CustomFixture.READER, "", 19)).isEqualTo(new RowCount(19, true));
        assertThat(countJobs.run(CustomFixture.READER, one, 20)).isEqualTo(new RowCount(ofOne, false));
        assertThat(countHistory.run(CustomFixture.READER, "", 1_000)).isEqualTo(new RowCount(30, false));
        assertThat(countHistory.run(CustomFixture.READER, "JobType -ne NULL", 29))
                .isEqualTo(new RowCount(29, true));
    }

    @Test
    void aOneTimeJobInProcessIsNotListedNorCounted() {
        UUID once = FIXTURE.immediateJob(AGENTS.getFirst());
        UUID recurring = FIXTURE.customJob(AGENTS.getFirst(), "I_60");
        var session = FIXTURE.session(AGENTS.getFirst());
        FIXTURE.configure(session, once);
        FIXTURE.configure(session, recurring);
        assertThat(PagedList.JOBS.walk(FIXTURE, "", "Id", () -> 10)).containsExactly(recurring.toString());
        assertThat(countJobs.run(CustomFixture.READER, "", 10)).isEqualTo(new RowCount(1, false));
    }

    @Test
    void allOfItNeedsRead() {
        var stranger = JobFixture.caller("/ssl/");
        JobPageRepository pages = new JobPageRepository();
        for (Runnable command : List.<Runnable>of(
                () -> new BrowseJobs(FIXTURE.database, pages, FIXTURE.clock)
                        .run(stranger, PagedList.JOBS.paging("", "Id", null, 1)),
                () -> new BrowseHistory(FIXTURE.database, pages, FIXTURE.clock)
                        .run(stranger, PagedList.HISTORY.paging("", "JobId", null, 1)),
                () -> countJobs.run(stranger, "", 1),
                () -> countHistory.run(stranger, "", 1),
                () -> new GetJob(FIXTURE.database, pages).run(stranger, FIXTURE.ids.next()))) {
            assertThatThrownBy(command::run)
                    .isInstanceOfSatisfying(
                            CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NO_PERMISSION));
        }
    }
}
