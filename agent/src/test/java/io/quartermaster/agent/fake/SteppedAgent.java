package io.quartermaster.agent.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.StoreHandlers;
import io.quartermaster.agent.change.Recovery;
import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.fake.LossyTransport.Fate;
import io.quartermaster.agent.inventory.Updates;
import io.quartermaster.agent.job.AgentLoop;
import io.quartermaster.agent.job.JobBoard;
import io.quartermaster.agent.job.JobHandlers;
import io.quartermaster.agent.protocol.AgentVersion;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.reenrollment.ReenrollmentHandler;
import io.quartermaster.agent.session.AgentIdentity;
import io.quartermaster.agent.session.AgentSession;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.state.StateFolder;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.store.spi.StoreType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;

/**
 * The agent's loop with all jobs on stores and a real state folder, stepped in the test's own thread against the fake
 * server in memory.
 */
public final class SteppedAgent implements AutoCloseable {
    public final FakeServer server = new FakeServer();
    public final SettableClock clock = new SettableClock("2026-11-23T10:15:00Z");
    public final RecordedLog log = new RecordedLog();
    public StateFolder state;

    private final Path folder;
    private final List<StoreType> types;
    private final Deque<Map.Entry<String, Fate>> fates = new ArrayDeque<>();
    private StoreRules rules;
    private AgentLoop loop;

    /** With the store types on the class path. */
    public SteppedAgent(Path stateFolder, StoreRules rules) throws IOException {
        this(
                stateFolder,
                rules,
                ServiceLoader.load(StoreType.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    public SteppedAgent(Path stateFolder, StoreRules rules, List<StoreType> types) throws IOException {
        this.folder = stateFolder;
        this.rules = rules;
        this.types = types;
        StateFolder.make(stateFolder);
        this.state = StateFolder.open(stateFolder, "https://server", "edge-7", log);
        this.loop = loop();
    }

    /** The process ends and is started again. */
    public void restart() throws IOException {
        restart(rules);
    }

    public void restart(StoreRules newRules) throws IOException {
        rules = newRules;
        state.close();
        state = StateFolder.open(folder, "https://server", "edge-7", log);
        loop = loop();
    }

    /** The next call of this path has another fate than to arrive; in the order given. */
    public void lose(String path, Fate fate) {
        fates.add(Map.entry(path, fate));
    }

    /** Goes on until the job's last attempt is reported, and gives the report. */
    public CompleteRequest run(String jobId) {
        for (int i = 0; i < 1_000; i++) {
            if (!server.isListed(jobId) && loop.openRuns() == 0 && server.lastAttemptOf(jobId).completion != null) {
                return Objects.requireNonNull(server.lastAttemptOf(jobId).completion);
            }
            step();
        }
        throw new AssertionError("the job has no end; the log: " + log.lines);
    }

    /** One step, or the time until the next. */
    public void step() {
        if (!loop.step()) {
            assertThat(loop.nextStep()).isAfter(clock.instant());
            clock.set(loop.nextStep());
        }
    }

    @Override
    public void close() throws IOException {
        state.close();
    }

    private AgentLoop loop() {
        Random random = new Random(7);
        Recovery recovery = new Recovery(types, state, log);
        recovery.all();
        JobHandlers handlers = new JobHandlers(new StoreHandlers(
                        rules,
                        Updates.BYTES_MAX,
                        recovery,
                        state,
                        new ReenrollmentHandler.Asking(
                                clock, () -> new Backoff(Backoff.Timing.STANDARD, random), clock::advance),
                        log)
                .of(types));
        Transport transport = new LossyTransport(server.transport(), this::fate);
        AgentSession session = new AgentSession(
                new AgentIdentity("edge-7", new AgentVersion(1, 0, 0, 0), handlers.capabilities()),
                transport,
                state,
                clock,
                new Backoff(Backoff.Timing.STANDARD, random),
                false,
                log);
        return new AgentLoop(
                session,
                new JobBoard(handlers, false, log),
                transport,
                state,
                clock,
                () -> new Backoff(Backoff.Timing.STANDARD, random),
                Runnable::run,
                new AgentLoop.Limits(2, false),
                log);
    }

    private Fate fate(String path) {
        Map.Entry<String, Fate> next = fates.peek();
        if (next != null && next.getKey().equals(path)) {
            fates.remove();
            return next.getValue();
        }
        return Fate.ARRIVES;
    }
}
