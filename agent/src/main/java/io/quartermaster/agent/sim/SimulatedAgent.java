package io.quartermaster.agent.sim;

import io.quartermaster.agent.StoreHandlers;
import io.quartermaster.agent.change.Recovery;
import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.inventory.Updates;
import io.quartermaster.agent.job.AgentLoop;
import io.quartermaster.agent.job.JobBoard;
import io.quartermaster.agent.job.JobHandler;
import io.quartermaster.agent.job.JobHandlers;
import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.protocol.AgentVersion;
import io.quartermaster.agent.reenrollment.ReenrollmentHandler;
import io.quartermaster.agent.session.AgentIdentity;
import io.quartermaster.agent.session.AgentSession;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.store.spi.StoreType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The agent's own loop, session and job runs, driven from outside: the caller says what time it is and when the agent
 * takes its next step, and its {@link Transport} decides which messages and answers arrive, how often, and whether at
 * all. Given the same steps, times, answers and random numbers it does the same.
 *
 * <p>One thread only.
 */
public final class SimulatedAgent {
    /** Jobs at a time. */
    public static final int WORKERS = 2;

    private static final AgentVersion VERSION = new AgentVersion(0, 0, 0, 1);

    private final String name;
    private final List<JobHandler> handlers;
    private final List<StoreType> storeTypes;
    private final Transport transport;
    private final RandomGenerator random;
    private final AgentLog log;
    private final MemoryState state = new MemoryState();
    private Instant now;
    private Life life;

    /** What a crash ends. */
    private record Life(AgentSession session, JobBoard board, AgentLoop loop) {}

    /**
     * An attempt that the agent began, because the server's answer to Configure let it.
     *
     * @param jobId of the job
     * @param auditId of the attempt
     * @param at when, cut to the second
     */
    public record Begun(String jobId, long auditId, Instant at) {}

    /**
     * An agent that has never run.
     *
     * @param handlers what it can do; the handlers of the real agent do as well
     * @param start the time until the first step
     * @param log told what the agent does; {@link #quiet} for nobody
     */
    public SimulatedAgent(
            String name,
            List<? extends JobHandler> handlers,
            Transport transport,
            RandomGenerator random,
            Instant start,
            AgentLog log) {
        this(name, handlers, List.of(), transport, random, start, log);
    }

    /**
     * The same with stores, which may be changed wherever they are.
     *
     * @param storeTypes what becomes of all jobs on stores; {@link SimulatedStores} has them in memory. A reenrollment
     *     is the one job that makes several calls in a step when answers are lost
     */
    public SimulatedAgent(
            String name,
            List<? extends JobHandler> handlers,
            List<? extends StoreType> storeTypes,
            Transport transport,
            RandomGenerator random,
            Instant start,
            AgentLog log) {
        this.name = name;
        this.handlers = List.copyOf(handlers);
        this.storeTypes = List.copyOf(storeTypes);
        this.transport = transport;
        this.random = random;
        this.log = log;
        this.now = start;
        this.life = newLife();
    }

    /** A log that nobody reads. */
    public static AgentLog quiet() {
        return new AgentLog() {
            @Override
            public void info(String message) {}

            @Override
            public void warn(String message) {}
        };
    }

    /**
     * Sets the agent's clock and lets it do the first of the things that are due: at most one call.
     *
     * @return false when nothing was due
     */
    public boolean step(Instant time) {
        now = time;
        return life.loop().step();
    }

    /** When the agent has something to do, as far as it knows; may be long ago. */
    public Instant nextStep() {
        return life.loop().nextStep();
    }

    /**
     * The process dies and is started again: session, job list and runs are forgotten; the id and the attempts that were
     * not reported are not.
     */
    public void crash(Instant time) {
        now = time;
        life = newLife();
    }

    /** The machine is set up anew: nothing is remembered at all, except what {@link #begun} tells the simulation. */
    public void crashAndLoseDisk(Instant time) {
        state.attempts().forEach(state::remove);
        state.rememberAgentId("");
        crash(time);
    }

    /** Every attempt that was ever begun, in that order, whatever became of it. */
    public List<Begun> begun() {
        return state.begun().stream()
                .map(attempt -> new Begun(
                        Objects.requireNonNullElse(attempt.completion().jobId(), ""),
                        attempt.completion().auditId(),
                        Instant.ofEpochSecond(attempt.begunEpochSecond())))
                .toList();
    }

    /** The id that the server gave; empty before the first registration. */
    public Optional<String> agentId() {
        return state.agentId().filter(id -> !id.isEmpty());
    }

    /** The token of the present session. */
    public Optional<String> sessionToken() {
        return life.session().token();
    }

    /** Ids of the jobs on the agent's list that wait for their time; not of those that run. */
    public Set<String> heldJobs() {
        return life.board().jobIds();
    }

    /** Runs that are not over: configuring, working or reporting. */
    public int openRuns() {
        return life.loop().openRuns();
    }

    public String name() {
        return name;
    }

    private Life newLife() {
        JobHandlers all = new JobHandlers(allHandlers());
        AgentSession session = new AgentSession(
                new AgentIdentity(name, VERSION, all.capabilities()),
                transport,
                state,
                () -> now,
                backoff(),
                false,
                log);
        JobBoard board = new JobBoard(all, false, log);
        AgentLoop loop = new AgentLoop(
                session,
                board,
                transport,
                state,
                () -> now,
                this::backoff,
                Runnable::run,
                new AgentLoop.Limits(WORKERS, false),
                log);
        return new Life(session, board, loop);
    }

    private List<JobHandler> allHandlers() {
        Recovery recovery = new Recovery(storeTypes, state, log);
        recovery.all();
        List<JobHandler> all = new ArrayList<>(handlers);
        all.addAll(new StoreHandlers(
                        StoreRules.everywhere(),
                        Updates.BYTES_MAX,
                        recovery,
                        state,
                        new ReenrollmentHandler.Asking(() -> now, this::backoff, _ -> {}),
                        log)
                .of(storeTypes));
        return all;
    }

    private Backoff backoff() {
        return new Backoff(Backoff.Timing.STANDARD, random);
    }
}
