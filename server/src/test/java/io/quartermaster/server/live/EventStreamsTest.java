package io.quartermaster.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.Seams;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.JobFixture;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.live.EventStream.Sent;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.LiveSettings;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams of events on one database with two servers, each with its reader. */
class EventStreamsTest {
    private static final Caller READER = JobFixture.caller("/agents/management/read/");
    private static final Caller ADMIN = JobFixture.caller("/");
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int MANY = 6_000;

    private static JobFixture fixture = new JobFixture();

    private final Server one = new Server(LiveSettings.DEFAULT);
    private final Server two = new Server(LiveSettings.DEFAULT);

    /** What one server has of its own. */
    private static final class Server {
        private final OpenStreams open;
        private final EventReader reader;
        private final StreamEvents streamEvents;

        Server(LiveSettings settings) {
            EventRepository events = new EventRepository();
            open = new OpenStreams(settings);
            reader = new EventReader(fixture.database, events, settings, POLL, Seams.systemPause(), fixture.clock);
            streamEvents = new StreamEvents(fixture.database, events, reader, open, settings, fixture.clock);
        }

        Client listen(@Nullable String query, @Nullable String lastId) {
            return listen(query, lastId, Long.MAX_VALUE);
        }

        Client listen(@Nullable String query, @Nullable String lastId, long takes) {
            return new Client(
                    streamEvents.run(READER, query, lastId).subscribe().withSubscriber(AssertSubscriber.create(takes)));
        }
    }

    /** One that listens. */
    private record Client(AssertSubscriber<Sent> subscriber) {
        List<LiveEvent> events() {
            return List.copyOf(subscriber.getItems()).stream()
                    .map(Sent::event)
                    .filter(Objects::nonNull)
                    .toList();
        }

        /** What happened to one job: {@code SCHEDULED UNSCHEDULED}. */
        String of(UUID job) {
            return String.join(
                    " ",
                    events().stream()
                            .filter(event -> event.jobId().equals(job))
                            .map(LiveEvent::event)
                            .toList());
        }

        String lastId() {
            return subscriber.getItems().getLast().cursor().text();
        }

        Client hears(UUID job, String events) {
            await(() -> of(job).equals(events));
            return this;
        }
    }

    @BeforeAll
    static void open() {
        fixture = new JobFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @AfterEach
    void end() {
        one.reader.endAll();
        two.reader.endAll();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** So that the servers see each step. */
    private static void advanceSlowly(Duration by) {
        fixture.advance(by);
        LockSupport.parkNanos(POLL.multipliedBy(5).toNanos());
    }

    private static void unschedule(UUID job) {
        fixture.unscheduleJobs.run(ADMIN, new JobSelection.ById(List.of(job)));
    }

    private static void writeEvents(UUID agent, UUID job, int count) {
        fixture.database.runInTransaction(tx -> tx.execute("""
                INSERT INTO job_event (agent_id, job_id, at, event, actor)
                SELECT ?, ?, now(), 'PROGRESS', 'server' FROM generate_series(1, ?)
                """, agent, job, count));
    }

    @Test
    void bothServersTellTheSameInTheSameOrder() {
        Client first = one.listen(null, null);
        Client second = two.listen(null, null);
        await(() -> !first.subscriber().getItems().isEmpty()
                && !second.subscriber().getItems().isEmpty());
        UUID job = fixture.immediateJob(fixture.agent("edge-1"));
        unschedule(job);
        first.hears(job, "SCHEDULED UNSCHEDULED");
        second.hears(job, "SCHEDULED UNSCHEDULED");
        assertThat(second.events()).isEqualTo(first.events());
    }

    @Test
    void aTransactionThatCommitsLateIsNotSkippedAndComesBeforeThoseThatBeganAfterIt() throws SQLException {
        UUID agent = fixture.agent("edge-late");
        UUID late = fixture.immediateJob(agent);
        Client first = one.listen("JobId -eq \"" + late + "\" OR Event -eq \"UNSCHEDULED\"", null);
        Client second = two.listen(null, null);
        await(() -> !first.subscriber().getItems().isEmpty()
                && !second.subscriber().getItems().isEmpty());
        UUID early = fixture.immediateJob(agent);
        second.hears(early, "SCHEDULED");
        try (Connection connection = fixture.testDatabase.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO job_event (agent_id, job_id, at, event, actor) VALUES ('" + agent + "', '"
                    + late + "', now(), 'PROGRESS', 'session 0b5e8c1e-6b9d-4c58-9a3e-000000000001')");
            unschedule(early);
            // Long enough for many polls of both.
            Client third = one.listen(null, null);
            await(() -> !third.subscriber().getItems().isEmpty());
            assertThat(fixture.database.<List<EventRepository.Read>>read(
                            tx -> new EventRepository().after(tx, EventCursor.parse(second.lastId()), List.of(), 10)))
                    .isEmpty();
            assertThat(first.of(late) + second.of(late)).isEmpty();
            assertThat(second.of(early)).isEqualTo("SCHEDULED");
            connection.commit();
        }
        second.hears(early, "SCHEDULED UNSCHEDULED").hears(late, "PROGRESS");
        first.hears(early, "UNSCHEDULED").hears(late, "PROGRESS");
        assertThat(first.events()).extracting(LiveEvent::event).containsExactly("PROGRESS", "UNSCHEDULED");
        assertThat(first.events().getFirst().actor()).isEqualTo("agent");
        assertThat(first.events().getFirst().session()).isEqualTo("0b5e8c1e");
    }

    @Test
    void whoeverComesBackToAnotherServerMissesNothingAndHearsNothingTwice() {
        UUID agent = fixture.agent("edge-back");
        Client before = one.listen(null, null);
        await(() -> !before.subscriber().getItems().isEmpty());
        UUID first = fixture.immediateJob(agent);
        before.hears(first, "SCHEDULED");
        before.subscriber().cancel();
        await(() -> one.open.count() == 0);
        UUID second = fixture.immediateJob(agent);
        unschedule(first);
        Client after = new Server(LiveSettings.DEFAULT).listen(null, before.lastId());
        after.hears(second, "SCHEDULED").hears(first, "UNSCHEDULED");
        UUID third = fixture.immediateJob(agent);
        after.hears(third, "SCHEDULED");
        assertThat(after.of(first)).isEqualTo("UNSCHEDULED");
        after.subscriber().cancel();
    }

    @Test
    void eventsAreChosenByWhatTheyAreAboutEvenWhenTheJobIsGone() {
        Client begin = one.listen(null, null);
        await(() -> !begin.subscriber().getItems().isEmpty());
        UUID agent = fixture.agent("edge-chosen");
        UUID gone = fixture.immediateJob(agent);
        unschedule(gone);
        UUID ran = fixture.immediateJob(agent);
        fixture.run(fixture.session(agent), ran, 2);
        for (String query : List.of(
                "JobType -eq \"RestartService\" AND Agent -eq \"EDGE-CHOSEN\"",
                "Kind -eq \"Custom\" AND AgentId -eq \"" + agent + "\"",
                "StoreId -eq NULL AND AgentId -eq \"" + agent + "\" AND Time -ge \"2020-01-01\"")) {
            Client client = two.listen(
                    query, begin.subscriber().getItems().getFirst().cursor().text());
            client.hears(gone, "SCHEDULED UNSCHEDULED").hears(ran, "SCHEDULED HANDED_OUT COMPLETED");
        }
        Client successes = two.listen(
                "Result -eq \"Success\" AND Actor -eq \"agent\"",
                begin.subscriber().getItems().getFirst().cursor().text());
        successes.hears(ran, "COMPLETED");
        assertThat(successes.of(gone)).isEmpty();
    }

    @Test
    void aClientThatTakesNothingIsCutOffAndGoesOnFromItsLastEvent() {
        UUID agent = fixture.agent("edge-slow");
        UUID job = fixture.immediateJob(agent);
        Client slow = one.listen("JobId -eq \"" + job + "\"", null, 10);
        Client quick = one.listen("JobId -eq \"" + job + "\"", null);
        await(() -> !slow.subscriber().getItems().isEmpty()
                && !quick.subscriber().getItems().isEmpty());
        writeEvents(agent, job, MANY);
        await(() -> quick.events().size() == MANY);
        await(() -> {
            advanceSlowly(EventStream.STALLED_AFTER);
            return slow.subscriber().getFailure() != null;
        });
        assertThat(slow.events()).hasSize(9);
        await(() -> one.open.count() == 1);
        Client again = two.listen("JobId -eq \"" + job + "\"", slow.lastId());
        await(() -> again.events().size() == MANY - 9);
        assertThat(again.events()).doesNotContainAnyElementsOf(slow.events());
    }

    @Test
    void aClientThatIsSlowButTakesGetsAll() {
        UUID agent = fixture.agent("edge-steady");
        UUID job = fixture.immediateJob(agent);
        Client client = one.listen("JobId -eq \"" + job + "\"", null, 1);
        await(() -> !client.subscriber().getItems().isEmpty());
        writeEvents(agent, job, MANY);
        await(() -> {
            client.subscriber().request(50);
            return client.events().size() == MANY;
        });
        assertThat(client.events()).extracting(LiveEvent::id).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anEventThatIsNotKeptAnyMoreOrIsOfAnotherDatabaseIsSaid() {
        UUID job = fixture.immediateJob(fixture.agent("edge-purged"));
        Client client = one.listen(null, null);
        await(() -> !client.subscriber().getItems().isEmpty());
        String last = client.lastId();
        fixture.database.runInTransaction(tx -> tx.execute("DELETE FROM job_event WHERE job_id = ?", job));
        assertRefused(ErrorKind.NOT_FOUND, "not kept any more", last);
        assertRefused(ErrorKind.NOT_FOUND, "of another database", "1" + last.substring(1, last.indexOf('-')) + "-0-0");
        assertRefused(ErrorKind.MALFORMED, "Last-Event-ID", "7");
    }

    private void assertRefused(ErrorKind kind, String part, String lastId) {
        assertThatThrownBy(() -> one.streamEvents.run(READER, null, lastId))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(part);
    }

    @Test
    void aServerHoldsOnlySoManyStreamsForAnAccountAndInAll() {
        LiveSettings few = new LiveSettings(3, 2, Duration.ofSeconds(15), Duration.ofHours(1));
        Server server = new Server(few);
        Client first = server.listen(null, null);
        server.listen(null, null);
        assertThatThrownBy(() -> server.listen(null, null))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_MANY))
                .hasMessageContaining("qm.live.streams-per-caller-max");
        first.subscriber().cancel();
        await(() -> server.open.count() == 1);
        server.listen(null, null);
        server.open.open("CORP\\bob");
        assertThatThrownBy(() -> server.open.open("CORP\\carol")).hasMessageContaining("qm.live.streams-max");
        server.reader.endAll();
    }

    @Test
    void aSilentStreamGivesSignsOfLifeAndEndsAfterItsLength() {
        Client client = one.listen("Event -eq \"NONE\"", null);
        await(() -> client.subscriber().getItems().size() == 1);
        await(() -> {
            advanceSlowly(Duration.ofSeconds(5));
            return client.subscriber().getItems().size() > 2;
        });
        fixture.advance(Duration.ofHours(1));
        client.subscriber().awaitCompletion();
        await(() -> one.open.count() == 0);
    }

    @Test
    void transactionsThatAreYetToComeInThisDatabaseAreForgotten() {
        UUID job = fixture.immediateJob(fixture.agent("edge-restored"));
        fixture.database.runInTransaction(tx ->
                tx.execute("UPDATE job_event SET transaction = CAST('900000000000' AS xid8) WHERE job_id = ?", job));
        fixture.database.runInTransaction(tx -> new EventRepository().forgetTransactionsToCome(tx));
        assertThat(fixture.one("SELECT count(*) FROM job_event WHERE job_id = ? AND transaction IS NULL", job))
                .isEqualTo(1);
    }
}
