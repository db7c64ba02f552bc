package io.quartermaster.agent.job;

import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.agent.session.AgentSession;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.state.Attempt;
import io.quartermaster.agent.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The agent's heart: decides what is to be done next, session before jobs, and has it done. Steps of jobs go to an
 * executor, so that heartbeats go on while a job takes its time; what comes back is taken up at the next step.
 *
 * <p>With an executor that runs everything at once in the calling thread the whole agent is one deterministic state
 * machine, which the simulation drives; nothing in here reads a clock or makes a thread by itself.
 *
 * <p>One thread only, except {@link #stop}.
 */
public final class AgentLoop {
    /** Runs that are kept, at most, those included that only wait for their report to be taken. */
    static final int RUNS_MAX = 100;

    /** After these failures in a row a one-shot agent leaves a call to its next start. */
    static final int ONE_SHOT_FAILURES_MAX = 5;

    /** How long jobs may go on after the agent was told to stop, before they are interrupted. */
    static final Duration STOP_GRACE = Duration.ofSeconds(10);

    /** How long after that the reports may take. */
    static final Duration STOP_REPORTS = Duration.ofSeconds(5);

    private final AgentSession session;
    private final JobBoard board;
    private final Transport transport;
    private final AgentState state;
    private final InstantSource clock;
    private final Supplier<Backoff> backoffs;
    private final Executor workers;
    private final Limits limits;
    private final AgentLog log;

    private final List<JobRun> runs = new ArrayList<>();
    private final Set<JobRun> inWork = new HashSet<>();
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private boolean registeredOnce;
    private @Nullable Instant stopBegun;
    private boolean interrupted;

    /**
     * How much at a time.
     *
     * @param workers jobs at a time, at least 1
     * @param oneShot true: register once, run what is due, and be finished
     */
    public record Limits(int workers, boolean oneShot) {}

    /**
     * Takes up the reports that an earlier life left.
     *
     * @param backoffs makes the pauses of one run
     * @param workers runs steps of jobs, in other threads or at once in this one
     */
    public AgentLoop(
            AgentSession session,
            JobBoard board,
            Transport transport,
            AgentState state,
            InstantSource clock,
            Supplier<Backoff> backoffs,
            Executor workers,
            Limits limits,
            AgentLog log) {
        this.session = session;
        this.board = board;
        this.transport = transport;
        this.state = state;
        this.clock = clock;
        this.backoffs = backoffs;
        this.workers = workers;
        this.limits = limits;
        this.log = log;
        takeUpReports();
    }

    /**
     * Does one thing that is due: one call of the session, or one step of one job.
     *
     * @return false when nothing was due
     */
    public boolean step() {
        takeUpEvents();
        Instant now = clock.instant();
        if (stopBegun != null) {
            stopStep(now, stopBegun);
        }
        return stepRun(now, JobRun::isSettling) || stepSession(now) || stepRun(now, _ -> true) || startDue(now);
    }

    /** When {@link #step} has something to do again, as far as is known now. */
    public Instant nextStep() {
        if (!events.isEmpty()) {
            return clock.instant();
        }
        Stream<Instant> times =
                runs.stream().filter(run -> !inWork.contains(run)).map(JobRun::nextStep);
        if (stopBegun == null) {
            times = Stream.concat(times, sessionStep().stream());
            if (mayStart()) {
                times = Stream.concat(times, board.nextDue().stream());
            }
        } else {
            times = Stream.concat(times, Stream.of(interrupted ? stopEnd(stopBegun) : stopBegun.plus(STOP_GRACE)));
        }
        return times.min(Instant::compareTo).orElse(Instant.MAX);
    }

    /** Waits until something is due or happens, unless the loop is finished; for a loop with threads. */
    public void await() throws InterruptedException {
        if (isFinished()) {
            return;
        }
        Instant until = nextStep();
        Instant now = clock.instant();
        if (!until.isAfter(now)) {
            return;
        }
        Duration most = Duration.ofDays(1);
        Duration wait = until.isBefore(now.plus(most)) ? Duration.between(now, until) : most;
        Runnable event = events.poll(wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        if (event != null) {
            event.run();
        }
    }

    /** True when there is nothing left to do: stopped, or one-shot and done. */
    public boolean isFinished() {
        if (stopBegun != null) {
            return runs.isEmpty() || !clock.instant().isBefore(stopEnd(stopBegun));
        }
        return limits.oneShot()
                && runs.isEmpty()
                && events.isEmpty()
                && (registeredOnce
                        ? session.token().isEmpty() || board.nextDue().isEmpty()
                        : session.isRefused() || session.failures() >= ONE_SHOT_FAILURES_MAX);
    }

    /** Asks the loop to end: running jobs get {@link #STOP_GRACE}, then they are interrupted and reported as failed. */
    public void stop() {
        events.add(() -> {
            if (stopBegun == null) {
                stopBegun = clock.instant();
                log.info("Stopping; jobs still running: " + runs.size() + ".");
            }
        });
    }

    /** True when a registration brought a session at least once. */
    public boolean hasRegistered() {
        return registeredOnce;
    }

    /** Runs that are not over: configuring, working or reporting. */
    public int openRuns() {
        return runs.size();
    }

    private void takeUpReports() {
        Instant oldest = clock.instant().minus(JobRun.DELIVERY_PERIOD_MAX);
        for (Attempt attempt : state.attempts()) {
            if (Instant.ofEpochSecond(attempt.begunEpochSecond()).isBefore(oldest)) {
                log.warn("The report of attempt " + attempt.key() + " is too old and dropped.");
                state.remove(attempt);
            } else {
                runs.add(JobRun.replay(attempt, transport, state, clock, backoffs.get(), log));
            }
        }
    }

    private void takeUpEvents() {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
    }

    private Optional<Instant> sessionStep() {
        return limits.oneShot() && registeredOnce && session.token().isEmpty()
                ? Optional.empty()
                : Optional.of(session.nextStep());
    }

    private boolean stepSession(Instant now) {
        if (stopBegun != null || sessionStep().filter(at -> !at.isAfter(now)).isEmpty()) {
            return false;
        }
        Optional<String> before = session.token();
        Optional<List<JobEntry>> jobs = session.step();
        jobs.ifPresent(list -> {
            registeredOnce = true;
            board.replaceWith(list, clock.instant());
        });
        if (!session.token().equals(before)) {
            abandonUnconfigured();
        }
        return true;
    }

    /**
     * Runs of an earlier session that have not asked for their job: the new list says whether it is still to be done. One
     * that has asked and heard nothing goes on asking, since an attempt may have begun, and no list has its job then.
     */
    private void abandonUnconfigured() {
        String token = session.token().orElse("");
        for (JobRun run : List.copyOf(runs)) {
            if (!inWork.contains(run)
                    && run.isConfiguring()
                    && run.failures() == 0
                    && !run.token().equals(token)) {
                run.abandon();
                runs.remove(run);
            }
        }
    }

    private boolean mayStart() {
        long working = runs.stream()
                .filter(run -> inWork.contains(run) || !run.isSettling())
                .count();
        return stopBegun == null && session.token().isPresent() && working < limits.workers() && runs.size() < RUNS_MAX;
    }

    private boolean startDue(Instant now) {
        Optional<String> token = session.token();
        if (!mayStart() || token.isEmpty()) {
            return false;
        }
        Set<String> running = new HashSet<>();
        runs.forEach(run -> running.add(run.jobId()));
        Optional<HeldJob> job = board.takeDue(now, running);
        if (job.isEmpty()) {
            return false;
        }
        JobRun run = new JobRun(job.get(), token.get(), transport, state, clock, backoffs.get(), log);
        runs.add(run);
        submit(run);
        return true;
    }

    private boolean stepRun(Instant now, Predicate<JobRun> which) {
        for (JobRun run : runs) {
            if (!inWork.contains(run) && which.test(run) && !run.nextStep().isAfter(now)) {
                submit(run);
                return true;
            }
        }
        return false;
    }

    private void submit(JobRun run) {
        inWork.add(run);
        workers.execute(() -> {
            try {
                run.step();
            } finally {
                events.add(() -> takeBack(run));
            }
        });
    }

    private void takeBack(JobRun run) {
        inWork.remove(run);
        JobRun.Ending ending = run.ending();
        if (ending == null) {
            if (limits.oneShot() && run.failures() >= ONE_SHOT_FAILURES_MAX) {
                runs.remove(run);
            }
            return;
        }
        runs.remove(run);
        switch (ending) {
            case CANCELLED -> {
                // The list is out of date. What runs goes on; the rest is asked for anew, as the long-running C agent
                // does.
                // A one-shot agent goes on with its list, as the newest C agent does.
                if (!limits.oneShot() && session.token().equals(Optional.of(run.token()))) {
                    board.clear();
                    session.registerAnew();
                    abandonUnconfigured();
                }
            }
            case REFUSED -> session.checkSoon();
            case COMPLETED -> {
                String inventory = run.inventoryJob();
                // Not on the list: the server made it just now, and the next heartbeat says that there is a new list.
                if (inventory != null && !board.makeDue(inventory, clock.instant()) && !limits.oneShot()) {
                    session.checkSoon();
                }
            }
            case ABANDONED, NOT_DELIVERED -> {}
        }
    }

    private void stopStep(Instant now, Instant begun) {
        boolean graceOver = !now.isBefore(begun.plus(STOP_GRACE));
        for (JobRun run : List.copyOf(runs)) {
            if (inWork.contains(run)) {
                if (graceOver && !interrupted) {
                    run.interruptWork();
                }
            } else if (run.isConfiguring() || (run.isSettling() && run.failures() > 0)) {
                // No attempt began, or the server does not take the report now: it is remembered for the next start.
                runs.remove(run);
            } else if (graceOver) {
                run.cutShort();
            }
        }
        interrupted |= graceOver;
    }

    private static Instant stopEnd(Instant begun) {
        return begun.plus(STOP_GRACE).plus(STOP_REPORTS);
    }
}
