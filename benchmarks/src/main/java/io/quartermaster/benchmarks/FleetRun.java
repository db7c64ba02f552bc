package io.quartermaster.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fleet whose agents call when they were told to, whether or not the server keeps up (an open loop). The agents are shared out over
 * connections that stay open; a call that finds its connection busy waits, and that counts. Each connection has a thread.
 */
final class FleetRun {
    private static final long NANOS_OF_A_SECOND = 1_000_000_000L;

    /** As our agent waits after a failure: twice as long each time, and of that half to all by chance. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final int DOUBLINGS_MAX = 6;

    private final Fleet fleet;
    private final URI server;
    private final long began;
    private final Duration afterAllAreBack;
    private volatile long ends;
    private final Latencies heartbeats;
    private final Latencies registrations;
    private final AtomicInteger registered = new AtomicInteger();

    /** Of each agent, whether it is counted; each is of one thread. */
    private final boolean[] isBack;

    private volatile long allBack;
    private final CountDownLatch running;
    private final List<Throwable> faults = new ArrayList<>();

    /** One call that an agent is to make. */
    private record Call(int agent, long due, boolean register, int failures) {}

    /**
     * @param length at most; a restart is over when so much time has passed since the last agent came back as is given below
     * @param firstCalls in how much time all make their first call, each at a moment of chance; 0 for all at once
     * @param afterAllAreBack zero for agents that are at work; or else all begin with a registration, as after a restart
     */
    FleetRun(Fleet fleet, URI server, int connections, Duration length, Duration firstCalls, Duration afterAllAreBack) {
        this.fleet = fleet;
        this.server = server;
        this.afterAllAreBack = afterAllAreBack;
        this.began = System.nanoTime() + NANOS_OF_A_SECOND;
        this.ends = began + length.toNanos();
        int seconds = (int) length.toSeconds() + 1;
        this.heartbeats = new Latencies(began, seconds);
        this.registrations = new Latencies(began, seconds);
        this.isBack = new boolean[fleet.size()];
        this.running = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            SplittableRandom random = new SplittableRandom(i);
            PriorityQueue<Call> calls = new PriorityQueue<>((one, other) -> Long.compare(one.due, other.due));
            for (int agent = i; agent < fleet.size(); agent += connections) {
                long delay = firstCalls.isZero() ? 0 : random.nextLong(firstCalls.toNanos());
                calls.add(new Call(agent, began + delay, !afterAllAreBack.isZero(), 0));
            }
            Thread.ofVirtual().start(() -> runOn(calls, random));
        }
    }

    private void runOn(PriorityQueue<Call> calls, SplittableRandom random) {
        try (KeepAlive connection = new KeepAlive(server)) {
            for (Call call = calls.poll(); call != null && call.due < ends; call = calls.poll()) {
                await(call.due);
                calls.add(made(connection, call, random));
            }
        } catch (IOException | RuntimeException e) {
            synchronized (faults) {
                faults.add(e);
            }
        } finally {
            running.countDown();
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Makes a call. @return the agent's next one */
    private Call made(KeepAlive connection, Call call, SplittableRandom random) throws IOException {
        byte[] request = call.register ? fleet.registration(call.agent) : fleet.heartbeat(call.agent);
        KeepAlive.Answer answer = connection.call(request);
        long done = System.nanoTime();
        Latencies latencies = call.register ? registrations : heartbeats;
        String seconds = answer.after("\"HeartbeatSeconds\":", ',');
        if (!answer.isGood() || seconds.isEmpty()) {
            latencies.addError();
            long pause = FIRST_PAUSE.toNanos() << Math.min(call.failures, DOUBLINGS_MAX);
            return new Call(
                    call.agent, done + pause / 2 + random.nextLong(pause / 2), call.register, call.failures + 1);
        }
        latencies.add(call.due, done);
        if (call.register) {
            fleet.registered(call.agent, answer.after("\"Token\":\"", '"'));
            boolean first = !isBack[call.agent];
            isBack[call.agent] = true;
            if (first && registered.incrementAndGet() == fleet.size()) {
                allBack = done;
                ends = done + afterAllAreBack.toNanos();
            }
        } else if (!answer.body().contains("\"SessionValid\":true")) {
            return new Call(call.agent, done, true, 0);
        }
        // A heartbeat is due by the clock of the agent, not by when the last one was answered.
        long from = call.register ? done : call.due;
        return new Call(call.agent, from + Long.parseLong(seconds) * NANOS_OF_A_SECOND, false, 0);
    }

    /** Returns when the time is over. */
    FleetRun await() throws InterruptedException {
        running.await();
        synchronized (faults) {
            if (!faults.isEmpty()) {
                throw new IllegalStateException(faults.size() + " connections failed", faults.getFirst());
            }
        }
        return this;
    }

    Latencies heartbeats() {
        return heartbeats;
    }

    Latencies registrations() {
        return registrations;
    }

    /**
     * In which second the last agent got its session.
     *
     * @throws IllegalStateException when some have none
     */
    double backAfter() {
        if (registered.get() < fleet.size()) {
            throw new IllegalStateException(
                    "Only " + registered + " agents came back, with " + registrations.errors() + " errors on the way.");
        }
        return (allBack - began) / (double) NANOS_OF_A_SECOND;
    }

    double seconds() {
        return (ends - began) / (double) NANOS_OF_A_SECOND;
    }
}
