package io.quartermaster.server.live;

import io.quartermaster.server.query.SqlCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One who listens. What the client has not taken yet waits here.
 *
 * <p>One thread at a time tells it events: the one that catches up, or the one that reads for all. Everything else is for
 * any thread.
 */
final class EventStream implements Flow.Subscription {
    /** A stream with more events waiting reads for itself, at the pace of its client. */
    static final int WAITING_MAX = 2_000;

    /** A client that takes nothing for so long is cut off. */
    static final Duration STALLED_AFTER = Duration.ofSeconds(30);

    /**
     * What is sent.
     *
     * @param event null for a sign of life, which moves the place of the client on as well
     */
    record Sent(EventCursor cursor, @Nullable LiveEvent event) {}

    private final SqlCondition condition;
    private final Flow.Subscriber<? super Sent> client;
    private final Consumer<EventStream> atEnd;
    private final Instant endsAt;
    private final Queue<Sent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile EventCursor cursor;
    private volatile Instant lastTold;
    private volatile @Nullable Consumer<Flow.Subscriber<? super Sent>> farewell;

    /** @param atEnd called once, however it ends */
    EventStream(
            SqlCondition condition,
            EventCursor cursor,
            Flow.Subscriber<? super Sent> client,
            Consumer<EventStream> atEnd,
            Instant now,
            Instant endsAt) {
        this.condition = condition;
        this.cursor = cursor;
        this.client = client;
        this.atEnd = atEnd;
        this.lastTold = now;
        this.endsAt = endsAt;
    }

    SqlCondition condition() {
        return condition;
    }

    /** The last event that was looked at for it, told or not. */
    EventCursor cursor() {
        return cursor;
    }

    /** Goes on past an event, which is told if it was chosen. One that was passed before is ignored. */
    void pass(EventRepository.Read read, boolean chosen, Instant now) {
        if (read.cursor().compareTo(cursor) <= 0) {
            return;
        }
        cursor = read.cursor();
        if (chosen) {
            tell(read.event(), now);
        }
    }

    /** Tells nothing but the place. */
    void giveSignOfLife(Instant now) {
        tell(null, now);
    }

    private void tell(@Nullable LiveEvent event, Instant now) {
        lastTold = now;
        waitingCount.incrementAndGet();
        waiting.add(new Sent(cursor, event));
        send();
    }

    boolean isSilentSince(Instant then) {
        return !lastTold.isAfter(then);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(endsAt);
    }

    /** How many the client has taken in all. */
    long taken() {
        return taken.get();
    }

    /** How many wait for the client. */
    int waiting() {
        return waitingCount.get();
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** The client can take so many more. */
    @Override
    public void request(long more) {
        asked.accumulateAndGet(more, (before, n) -> before + n < 0 ? Long.MAX_VALUE : before + n);
        send();
    }

    /** The client is gone. */
    @Override
    public void cancel() {
        markEnded();
    }

    /** Ends it as a whole answer ends. The client asks again from its last event, whatever still waits. */
    void end() {
        farewell = Flow.Subscriber::onComplete;
        send();
    }

    /** Ends it in the middle of an answer. */
    void cutOff(RuntimeException because) {
        farewell = subscriber -> subscriber.onError(because);
        send();
    }

    /** Passes on what the client can take. One thread at a time does; a call during it makes that thread look again. */
    private void send() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            sendWhatCanBe();
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void sendWhatCanBe() {
        while (!ended.get()) {
            Consumer<Flow.Subscriber<? super Sent>> last = farewell;
            if (last != null) {
                markEnded();
                last.accept(client);
                return;
            }
            Sent next = asked.get() == 0 ? null : waiting.poll();
            if (next == null) {
                return;
            }
            waitingCount.decrementAndGet();
            asked.decrementAndGet();
            taken.incrementAndGet();
            client.onNext(next);
        }
    }

    private void markEnded() {
        if (ended.compareAndSet(false, true)) {
            atEnd.accept(this);
        }
    }
}
