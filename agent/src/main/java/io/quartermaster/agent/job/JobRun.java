package io.quartermaster.agent.job;

import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.state.Attempt;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of one job: Configure, the work, what it brought, Complete. Each step does one of these and says when the next
 * one is due; a call without a good answer is repeated with growing pauses, which the protocol allows for each of them.
 *
 * <p><b>What keeps a job from running twice or in vain.</b> Configure asked again in the same session gives the same
 * attempt. A job that the server calls cancelled, or refuses, is not run and nothing is reported, because no attempt
 * began. From the moment an attempt began until its Complete is answered it is remembered in the {@link AgentState}; an
 * agent that dies in the middle reports it as failed when it is back ({@link #replay}).
 *
 * <p>One thread at a time, handed over safely by whoever calls {@link #step}.
 */
public final class JobRun {
    /** How long a result is kept for a server that does not take it. By then the server has given the attempt up. */
    static final Duration DELIVERY_PERIOD_MAX = Duration.ofHours(24);

    /** How a run ended. */
    enum Ending {
        /** The server knows how the attempt ended. */
        COMPLETED,
        /** The server said that the job is cancelled; the whole list is out of date. */
        CANCELLED,
        /** The server did not let the job run now. */
        REFUSED,
        /** No attempt began, and none will in this session. */
        ABANDONED,
        /** The server never took the report. */
        NOT_DELIVERED
    }

    private enum Phase {
        CONFIGURE,
        WORK,
        DELIVER,
        COMPLETE
    }

    private final String jobId;
    private final String title;
    private final String token;
    private final Transport transport;
    private final AgentState state;
    private final InstantSource clock;
    private final Backoff backoff;
    private final AgentLog log;

    private final @Nullable HeldJob job;
    private Phase phase;
    private Instant nextStep;
    private @Nullable Ending ending;
    private @Nullable Assignment assignment;
    private @Nullable Attempt attempt;
    private @Nullable String inventoryJob;
    private final Deque<WorkResult.Delivery> deliveries = new ArrayDeque<>();

    /** The thread that does the work, to stop it. */
    private volatile @Nullable Thread worker;

    /**
     * A run that is to begin with Configure.
     *
     * @param token of the session that listed the job; good for the whole run, even when a new session begins
     */
    JobRun(
            HeldJob job,
            String token,
            Transport transport,
            AgentState state,
            InstantSource clock,
            Backoff backoff,
            AgentLog log) {
        this.job = job;
        this.jobId = job.jobId();
        this.title = job.title();
        this.token = token;
        this.transport = transport;
        this.state = state;
        this.clock = clock;
        this.backoff = backoff;
        this.log = log;
        this.phase = Phase.CONFIGURE;
        this.nextStep = clock.instant();
    }

    private JobRun(
            Attempt attempt,
            Transport transport,
            AgentState state,
            InstantSource clock,
            Backoff backoff,
            AgentLog log) {
        CompleteRequest completion = attempt.completion();
        this.job = null;
        this.jobId = Objects.requireNonNullElse(completion.jobId(), "");
        this.title = "job " + jobId;
        this.token = Objects.requireNonNullElse(completion.sessionToken(), "");
        this.transport = transport;
        this.state = state;
        this.clock = clock;
        this.backoff = backoff;
        this.log = log;
        this.phase = Phase.COMPLETE;
        this.attempt = attempt;
        this.nextStep = clock.instant();
    }

    /** The rest of a run of which an earlier life of this agent did not hear the answer: its Complete. */
    static JobRun replay(
            Attempt attempt,
            Transport transport,
            AgentState state,
            InstantSource clock,
            Backoff backoff,
            AgentLog log) {
        return new JobRun(attempt, transport, state, clock, backoff, log);
    }

    String jobId() {
        return jobId;
    }

    String token() {
        return token;
    }

    Instant nextStep() {
        return nextStep;
    }

    @Nullable
    Ending ending() {
        return ending;
    }

    /** The job that the server wants to have run after this one, because it changed a store; null for none. */
    @Nullable
    String inventoryJob() {
        return inventoryJob;
    }

    /** Failures of the present call in a row. */
    int failures() {
        return backoff.failures();
    }

    /** True as long as no attempt began. */
    boolean isConfiguring() {
        return phase == Phase.CONFIGURE;
    }

    /** True when only the report is left. */
    boolean isSettling() {
        return phase == Phase.COMPLETE;
    }

    /** Does the next thing. Not to be called when the run has ended. */
    void step() {
        switch (phase) {
            case CONFIGURE -> configure();
            case WORK -> work();
            case DELIVER -> deliver();
            case COMPLETE -> complete();
        }
    }

    /** Ends a run whose session is gone before an attempt began. */
    void abandon() {
        ending = Ending.ABANDONED;
    }

    /** Gives up an attempt that has not ended, because the agent is being stopped; what is left is the report of it. */
    void cutShort() {
        if (phase == Phase.WORK || phase == Phase.DELIVER) {
            finish(CompletionStatus.ERROR, "The agent was stopped before the job had ended.", null);
        }
    }

    /** Interrupts the work that is being done in another thread, if any. */
    void interruptWork() {
        Thread working = worker;
        if (working != null) {
            working.interrupt();
        }
    }

    private void configure() {
        HeldJob held = Objects.requireNonNull(job);
        Assignment answer;
        try {
            answer = held.handler()
                    .configure(transport, held.configurationEndpoint(), new ConfigureRequest(token, jobId));
        } catch (TransportException e) {
            if (e.isPermanent()) {
                log.warn(title + " not run: " + e.getMessage() + ".");
                ending = Ending.REFUSED;
            } else {
                retry("asking what to do", e);
            }
            return;
        }
        backoff.reset();
        if (answer.cancelled()) {
            log.info(title + " is cancelled and not run.");
            ending = Ending.CANCELLED;
        } else if (answer.refused()) {
            log.info(title + " may not run now: " + answer.refusal());
            ending = Ending.REFUSED;
        } else {
            begin(held, answer);
        }
    }

    private void begin(HeldJob held, Assignment answer) {
        assignment = answer;
        Attempt begun = new Attempt(
                held.completionEndpoint(),
                completion(
                        answer.auditId(), CompletionStatus.ERROR, "The agent stopped while the job was running.", null),
                clock.instant().getEpochSecond());
        attempt = begun;
        state.save(begun);
        log.info(title + " begins, attempt " + answer.auditId() + ".");
        next(Phase.WORK);
    }

    private void work() {
        WorkResult result;
        worker = Thread.currentThread();
        try {
            result = Objects.requireNonNull(assignment).work().run();
        } catch (InterruptedException e) {
            result = WorkResult.failure("The agent was stopped before the job had ended.");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            log.warn(title + " failed unexpectedly", e);
            result = WorkResult.failure("The job failed unexpectedly; the agent's log says more.");
        } finally {
            worker = null;
        }
        finish(result.status(), result.message(), result.log());
        deliveries.addAll(result.deliveries());
        if (!deliveries.isEmpty()) {
            next(Phase.DELIVER);
        }
    }

    private void deliver() {
        WorkResult.Delivery delivery = deliveries.element();
        ResultReply reply;
        try {
            reply = transport.call(delivery.endpoint(), delivery.request(), ResultReply.class);
        } catch (TransportException e) {
            if (e.isPermanent()) {
                finish(CompletionStatus.ERROR, "The result was not taken: " + e.getMessage() + ".", null);
            } else {
                retry("sending the result", e);
            }
            return;
        }
        backoff.reset();
        Result result = reply.result();
        if (result != null && result.status() == Result.ERROR) {
            finish(CompletionStatus.ERROR, "Error: " + result.text(), null);
            return;
        }
        deliveries.remove();
        next(deliveries.isEmpty() ? Phase.COMPLETE : Phase.DELIVER);
    }

    private void complete() {
        Attempt ended = Objects.requireNonNull(attempt);
        // Only now: what was still to be delivered would be lost with the process, and then "stopped" is the truth.
        if (backoff.failures() == 0) {
            state.save(ended);
        }
        CompleteReply reply;
        try {
            reply = transport.call(ended.completionEndpoint(), ended.completion(), CompleteReply.class);
        } catch (TransportException e) {
            if (e.isPermanent()) {
                log.warn(title + ": the report was not taken: " + e.getMessage() + ".");
                state.remove(ended);
                ending = Ending.NOT_DELIVERED;
            } else {
                retry("reporting", e);
            }
            return;
        }
        CompleteRequest said = ended.completion();
        if (said.status() != CompletionStatus.ERROR) {
            state.forgetEnrolled(jobId);
        }
        state.remove(ended);
        inventoryJob = reply.inventoryJob();
        ending = Ending.COMPLETED;
        Result result = reply.result();
        log.info(title + " " + word(said.status()) + ", attempt " + said.auditId() + "."
                + (Objects.requireNonNullElse(said.message(), "").isEmpty() ? "" : " " + said.message())
                + (result == null || result.letsJobRun()
                        ? ""
                        : " The server did not take the report: " + result.text()));
    }

    private void finish(int status, String message, @Nullable String logText) {
        Attempt begun = Objects.requireNonNull(attempt);
        // It holds what the job was given, secrets among it, which the report does not need.
        assignment = null;
        deliveries.clear();
        attempt = begun.endingWith(completion(begun.completion().auditId(), status, message, logText));
        next(Phase.COMPLETE);
    }

    private CompleteRequest completion(long auditId, int status, String message, @Nullable String logText) {
        return new CompleteRequest(status, auditId, jobId, message, token, logText);
    }

    private void next(Phase next) {
        phase = next;
        nextStep = clock.instant();
    }

    private void retry(String what, TransportException e) {
        Instant now = clock.instant();
        Attempt begun = attempt;
        if (begun != null
                && now.isAfter(Instant.ofEpochSecond(begun.begunEpochSecond()).plus(DELIVERY_PERIOD_MAX))) {
            log.warn(title + ": given up " + what + ", attempt "
                    + begun.completion().auditId() + ".");
            state.remove(begun);
            ending = Ending.NOT_DELIVERED;
            return;
        }
        if (backoff.failures() == 0) {
            log.warn(title + ": " + what + " failed: " + e.getMessage() + ". Trying again, with pauses.");
        }
        nextStep = now.plus(backoff.next());
    }

    private static String word(int status) {
        return switch (status) {
            case CompletionStatus.SUCCESS -> "succeeded";
            case CompletionStatus.WARNING -> "ended with a warning";
            case CompletionStatus.ERROR -> "failed";
            default -> "ended";
        };
    }
}
