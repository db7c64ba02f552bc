package io.quartermaster.server.live;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Pause;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.setting.LiveSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads new events for all streams of this server at once, as long as there is one; with nobody listening it asks nothing
 * of the database. Each server has its own, and each tells everything.
 *
 * <p>A stream that begins in the past, or whose client is slow, reads for itself until it is level with the others.
 *
 * <p>It polls. A NOTIFY of each transaction that writes events would make all of them commit one after the other.
 *
 * <p>Safe for many threads.
 */
@Singleton
public class EventReader {
    static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    static final int EVENTS_PER_READ = 1_000;

    /** Streams that read for themselves at the same moment; each takes a connection. */
    private static final int CATCHING_UP_MAX = 4;

    private static final Duration WAIT_FOR_CLIENT = Duration.ofMillis(20);
    private static final Logger LOG = Logger.getLogger(EventReader.class);

    private final Database database;
    private final EventRepository events;
    private final LiveSettings settings;
    private final Duration pollInterval;
    private final Pause pause;
    private final InstantSource clock;
    private final Semaphore catchingUp = new Semaphore(CATCHING_UP_MAX, true);

    /** All of this server, level or not. */
    private final Set<EventStream> served = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final List<EventStream> level = new ArrayList<>();
    private @Nullable EventCursor cursor;
    private boolean polling;

    @Inject
    public EventReader(
            Database database, EventRepository events, LiveSettings settings, Pause pause, InstantSource clock) {
        this(database, events, settings, POLL_INTERVAL, pause, clock);
    }

    EventReader(
            Database database,
            EventRepository events,
            LiveSettings settings,
            Duration pollInterval,
            Pause pause,
            InstantSource clock) {
        this.database = database;
        this.events = events;
        this.settings = settings;
        this.pollInterval = pollInterval;
        this.pause = pause;
        this.clock = clock;
    }

    /** Serves a stream from its place on, in a thread of its own until it is level with the others. */
    void serve(EventStream stream) {
        served.add(stream);
        if (stream.hasEnded()) {
            served.remove(stream);
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                stream.giveSignOfLife(clock.instant());
                catchUp(stream);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stream.end();
            } catch (RuntimeException e) {
                LOG.warnf("A stream of events ends: %s", e.getMessage());
                stream.cutOff(e);
            }
        });
    }

    private void catchUp(EventStream stream) throws InterruptedException {
        boolean more = true;
        while (more && awaitClient(stream)) {
            more = readFor(stream);
        }
        if (!stream.hasEnded()) {
            join(stream);
        }
    }

    /** @return whether there may be more */
    private boolean readFor(EventStream stream) throws InterruptedException {
        List<EventRepository.Read> found;
        catchingUp.acquire();
        try {
            found = read(stream.cursor(), List.of(stream.condition()));
        } finally {
            catchingUp.release();
        }
        Instant now = clock.instant();
        found.forEach(read -> stream.pass(read, read.chosenBy().get(0), now));
        if (!found.isEmpty() && !found.getLast().chosenBy().get(0)) {
            stream.giveSignOfLife(now);
        }
        return found.size() == EVENTS_PER_READ;
    }

    private List<EventRepository.Read> read(EventCursor after, List<SqlCondition> conditions) {
        return database.read(tx -> events.after(tx, after, conditions, EVENTS_PER_READ));
    }

    /** @return false for a stream that has ended, or ends here */
    private boolean awaitClient(EventStream stream) throws InterruptedException {
        long taken = stream.taken();
        Instant lastTaken = clock.instant();
        while (!stream.hasEnded() && stream.waiting() > EVENTS_PER_READ) {
            pause.sleep(WAIT_FOR_CLIENT);
            Instant now = clock.instant();
            if (stream.taken() != taken) {
                taken = stream.taken();
                lastTaken = now;
            } else if (!now.isBefore(lastTaken.plus(EventStream.STALLED_AFTER))) {
                stream.cutOff(new IllegalStateException("its client takes no more events"));
            }
        }
        if (!stream.hasEnded() && stream.isOver(clock.instant())) {
            stream.end();
        }
        return !stream.hasEnded();
    }

    /**
     * From here on the stream is told what is read for all. What those were told before it joined, and it was not, it
     * reads now: nobody reads for all meanwhile.
     */
    private void join(EventStream stream) throws InterruptedException {
        lock.lock();
        try {
            if (cursor == null || level.isEmpty()) {
                cursor = stream.cursor();
            }
            // Without waiting for its client, which would hold up the others; it is a short way.
            while (stream.cursor().compareTo(cursor) < 0 && !stream.hasEnded()) {
                readFor(stream);
            }
            level.add(stream);
            if (!polling) {
                polling = true;
                Thread.startVirtualThread(this::pollWhileListenedTo);
            }
        } finally {
            lock.unlock();
        }
    }

    private void pollWhileListenedTo() {
        try {
            while (isListenedTo()) {
                pollOnce();
                pause.sleep(pollInterval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            endAll();
        }
    }

    private boolean isListenedTo() {
        lock.lock();
        try {
            level.removeIf(EventStream::hasEnded);
            polling = !level.isEmpty();
            return polling;
        } finally {
            lock.unlock();
        }
    }

    private void pollOnce() {
        lock.lock();
        try {
            boolean more = true;
            while (more && !level.isEmpty()) {
                more = tellAll();
            }
            giveSignsOfLife(clock.instant());
        } catch (RuntimeException e) {
            // The streams stay open: the next poll goes on from the same place.
            LOG.warnf("Events cannot be read: %s", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** @return whether there may be more */
    private boolean tellAll() {
        EventCursor from = Objects.requireNonNull(cursor);
        Set<SqlCondition> distinct = new LinkedHashSet<>();
        level.forEach(stream -> distinct.add(stream.condition()));
        List<SqlCondition> conditions = List.copyOf(distinct);
        List<EventRepository.Read> found = read(from, conditions);
        if (found.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        for (EventStream stream : level) {
            int condition = conditions.indexOf(stream.condition());
            found.forEach(read -> stream.pass(read, read.chosenBy().get(condition), now));
        }
        cursor = found.getLast().cursor();
        letSlowOnesReadForThemselves();
        return found.size() == EVENTS_PER_READ;
    }

    private void letSlowOnesReadForThemselves() {
        List<EventStream> slow = level.stream()
                .filter(stream -> stream.waiting() > EventStream.WAITING_MAX)
                .toList();
        level.removeAll(slow);
        slow.forEach(this::serve);
    }

    private void giveSignsOfLife(Instant now) {
        for (EventStream stream : level) {
            if (stream.isOver(now)) {
                stream.end();
            } else if (stream.isSilentSince(now.minus(settings.heartbeat()))) {
                stream.giveSignOfLife(now);
            }
        }
        letSlowOnesReadForThemselves();
    }

    /** One that has ended. */
    void forget(EventStream stream) {
        served.remove(stream);
    }

    /** For a server that stops: whoever listens asks another one. */
    void endAll() {
        List.copyOf(served).forEach(EventStream::end);
    }
}
