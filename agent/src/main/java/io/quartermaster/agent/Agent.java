package io.quartermaster.agent;

import io.quartermaster.agent.change.Recovery;
import io.quartermaster.agent.custom.CustomHandler;
import io.quartermaster.agent.custom.FetchLogsHandler;
import io.quartermaster.agent.job.AgentLoop;
import io.quartermaster.agent.job.JobBoard;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.JobHandlers;
import io.quartermaster.agent.log.LogFile;
import io.quartermaster.agent.protocol.AgentVersion;
import io.quartermaster.agent.reenrollment.ReenrollmentHandler;
import io.quartermaster.agent.session.AgentIdentity;
import io.quartermaster.agent.session.AgentSession;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.state.StateFolder;
import io.quartermaster.agent.transport.HttpTransport;
import io.quartermaster.agent.transport.Transport;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One agent of this process: its parts put together, the threads they need, and its end.
 *
 * <p>The loop runs in the thread that calls {@link #run}; jobs run in a fixed number of others.
 */
public final class Agent implements AutoCloseable {
    private final StateFolder state;
    private final LogFile log;
    private final ExecutorService workers;
    private final AgentSession session;
    private final AgentLoop loop;

    private Agent(StateFolder state, LogFile log, ExecutorService workers, AgentSession session, AgentLoop loop) {
        this.state = state;
        this.log = log;
        this.workers = workers;
        this.session = session;
        this.loop = loop;
    }

    /**
     * Makes an agent that has not called the server yet.
     *
     * @param log a file in the state folder, which exists
     * @param random safe for many threads, as {@link java.util.Random} is
     * @throws IllegalStateException when another agent uses the state folder
     * @throws IOException when the state folder cannot be written
     */
    public static Agent open(AgentSettings settings, LogFile log, InstantSource clock, RandomGenerator random)
            throws IOException {
        StateFolder state = StateFolder.open(settings.state(), settings.server().toString(), settings.name(), log);
        Transport transport = new HttpTransport(
                settings.server(), settings.credentials(), settings.tls().orElse(null));
        Extensions extensions = Extensions.load();
        extensions.problems().forEach(log::warn);
        Recovery recovery = new Recovery(extensions.storeTypes(), state, log);
        recovery.all();
        Supplier<Backoff> backoffs = () -> new Backoff(settings.pauses(), random);
        List<JobHandler> known = new ArrayList<>(customHandlers(settings, extensions, log));
        known.addAll(new StoreHandlers(
                        settings.storeRules(),
                        settings.updateBytesMax(),
                        recovery,
                        state,
                        new ReenrollmentHandler.Asking(clock, backoffs, Seams.pause()),
                        log)
                .of(extensions.storeTypes()));
        JobHandlers handlers = new JobHandlers(known);
        AgentIdentity identity = new AgentIdentity(settings.name(), version(), handlers.capabilities());
        AgentSession session =
                new AgentSession(identity, transport, state, clock, backoffs.get(), settings.oneShot(), log);
        ExecutorService workers = Executors.newFixedThreadPool(settings.workers(), daemons());
        AgentLoop loop = new AgentLoop(
                session,
                new JobBoard(handlers, settings.oneShot(), log),
                transport,
                state,
                clock,
                backoffs,
                workers,
                new AgentLoop.Limits(settings.workers(), settings.oneShot()),
                log);
        log.info("Agent " + settings.name() + " " + version() + " for " + settings.server() + " can do "
                + String.join(", ", handlers.capabilities()) + ".");
        return new Agent(state, log, workers, session, loop);
    }

    /**
     * Works until it is stopped or, as a one-shot agent, until all is done; then gives the session back.
     *
     * @return true when it had a session at least once and no report is left over
     */
    public boolean run() throws InterruptedException {
        while (!loop.isFinished()) {
            if (!loop.step()) {
                loop.await();
            }
        }
        session.unregister();
        if (loop.openRuns() > 0) {
            log.warn("Jobs whose reports are left to the next start: " + loop.openRuns() + ".");
        }
        log.info("Stopped.");
        return loop.hasRegistered() && state.attempts().isEmpty();
    }

    /** Asks {@link #run} to end soon; returns at once. Safe to be called from any thread, and again. */
    public void stop() {
        loop.stop();
    }

    /** Why there is no session, for a person; empty when nothing went wrong. */
    public String trouble() {
        return session.trouble();
    }

    @Override
    public void close() throws IOException {
        workers.shutdownNow();
        state.close();
    }

    private static List<JobHandler> customHandlers(AgentSettings settings, Extensions extensions, LogFile log) {
        List<JobHandler> handlers = new ArrayList<>();
        extensions
                .customJobs()
                .forEach(job -> handlers.add(
                        new CustomHandler(job, settings.jobSettings().getOrDefault(job.name(), Map.of()))));
        handlers.add(new FetchLogsHandler(log));
        return handlers;
    }

    /** Of the jar's manifest, e.g. 0.1.0-SNAPSHOT; 0.0.0.0 when run without a jar. */
    static AgentVersion version() {
        String text = Agent.class.getPackage().getImplementationVersion();
        int[] parts = new int[4];
        if (text != null) {
            String[] numbers = text.split("[.-]");
            for (int i = 0; i < parts.length && i < numbers.length && numbers[i].matches("[0-9]{1,4}"); i++) {
                parts[i] = Integer.parseInt(numbers[i]);
            }
        }
        return new AgentVersion(parts[0], parts[1], parts[2], parts[3]);
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return work -> Thread.ofPlatform()
                .daemon()
                .name("job-" + number.incrementAndGet())
                .unstarted(work);
    }
}
