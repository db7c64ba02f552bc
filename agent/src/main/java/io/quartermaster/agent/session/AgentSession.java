package io.quartermaster.agent.session;

import io.quartermaster.agent.log.AgentLog;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.HeartbeatReply;
import io.quartermaster.agent.protocol.HeartbeatRequest;
import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.agent.protocol.RegisterReply;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.agent.protocol.Session;
import io.quartermaster.agent.protocol.UnregisterRequest;
import io.quartermaster.agent.state.AgentState;
import io.quartermaster.agent.transport.Transport;
import io.quartermaster.agent.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the agent registered. Without a session it registers, again and again with growing pauses, which is also how it
 * waits for its approval; with one it sends heartbeats. A heartbeat answered with "not valid" ends the session, and a new
 * registration brings the new list of jobs: there is no other way for jobs to come or go.
 *
 * <p>One thread only. Nothing happens by itself: {@link #step} makes one call, {@link #nextStep} says when.
 */
public final class AgentSession {
    /** Between two registrations, at least: a server that always says "register anew" is not to be flooded. */
    static final Duration REGISTRATION_PAUSE_MIN = Duration.ofSeconds(1);

    private final AgentIdentity identity;
    private final Transport transport;
    private final AgentState state;
    private final InstantSource clock;
    private final Backoff backoff;
    private final boolean oneShot;
    private final AgentLog log;

    private @Nullable String token;
    private Duration heartbeatInterval = Duration.ZERO;
    private Instant nextStep;
    private Instant registrationAllowed;
    private String lastTrouble = "";
    private boolean refused;

    /** @param oneShot true if nobody goes on trying for long: only what is said differs */
    public AgentSession(
            AgentIdentity identity,
            Transport transport,
            AgentState state,
            InstantSource clock,
            Backoff backoff,
            boolean oneShot,
            AgentLog log) {
        this.identity = identity;
        this.transport = transport;
        this.state = state;
        this.clock = clock;
        this.backoff = backoff;
        this.oneShot = oneShot;
        this.log = log;
        this.nextStep = clock.instant();
        this.registrationAllowed = nextStep;
    }

    /** The token of the session; empty without one. */
    public Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** When the next call is due. */
    public Instant nextStep() {
        return nextStep;
    }

    /** Calls in a row that brought neither a session nor a valid heartbeat. */
    public int failures() {
        return backoff.failures();
    }

    /** True when the server answered the last registration and gave no session: not approved, as a rule. */
    public boolean isRefused() {
        return refused;
    }

    /** Why there is no session, for a person; empty when nothing went wrong. */
    public String trouble() {
        return lastTrouble;
    }

    /** Drops the session; the next step registers. For a job that the server said was cancelled. */
    public void registerAnew() {
        token = null;
        Instant now = clock.instant();
        nextStep = now.isBefore(registrationAllowed) ? registrationAllowed : now;
    }

    /** Makes the next heartbeat due now: something happened that a lost session would explain. */
    public void checkSoon() {
        Instant now = clock.instant();
        if (now.isBefore(nextStep)) {
            nextStep = now.isBefore(registrationAllowed) ? registrationAllowed : now;
        }
    }

    /**
     * Registers, or sends a heartbeat.
     *
     * @return the agent's jobs when a new session began: they replace all that it had
     */
    public Optional<List<JobEntry>> step() {
        String current = token;
        if (current == null) {
            return register();
        }
        heartbeat(current);
        return Optional.empty();
    }

    /** Gives the session back, if there is one; a failure is of no consequence. */
    public void unregister() {
        String current = token;
        if (current == null) {
            return;
        }
        token = null;
        try {
            transport.call(AgentPaths.UNREGISTER, new UnregisterRequest(current), ResultReply.class);
            log.info("Session given back.");
        } catch (TransportException e) {
            log.info("Session not given back: " + e.getMessage() + ".");
        }
    }

    private Optional<List<JobEntry>> register() {
        Instant now = clock.instant();
        registrationAllowed = now.plus(REGISTRATION_PAUSE_MIN);
        refused = false;
        RegisterReply reply;
        try {
            reply = transport.call(AgentPaths.REGISTER, registration(), RegisterReply.class);
        } catch (TransportException e) {
            failed("Not registered: " + e.getMessage() + ".");
            return Optional.empty();
        }
        Session session = reply.session();
        if (session == null || session.token() == null || session.token().isBlank()) {
            refused = true;
            Result result = reply.result();
            String text = result == null ? "" : result.text();
            failed("Not registered: " + (text.isEmpty() ? "the server gives no session" : text) + ".");
            return Optional.empty();
        }
        begin(session);
        return Optional.of(session.jobs() == null ? List.of() : session.jobs());
    }

    private void begin(Session session) {
        token = session.token();
        backoff.reset();
        lastTrouble = "";
        heartbeatInterval = session.untilHeartbeat();
        nextStep = clock.instant().plus(heartbeatInterval);
        String agentId = session.agentId();
        if (agentId != null && !state.agentId().equals(Optional.of(agentId))) {
            state.rememberAgentId(agentId);
        }
        log.info("Registered as " + identity.clientMachine() + ", agent " + agentId + ", "
                + "jobs listed: " + (session.jobs() == null ? 0 : session.jobs().size()) + ", heartbeat every "
                + heartbeatInterval.toSeconds() + " s.");
    }

    private void heartbeat(String current) {
        HeartbeatReply reply;
        try {
            reply = transport.call(
                    AgentPaths.HEARTBEAT,
                    new HeartbeatRequest(
                            RegisterRequest.PLATFORM_JAVA,
                            RegisterRequest.NO_TENANT,
                            identity.clientMachine(),
                            current),
                    HeartbeatReply.class);
        } catch (TransportException e) {
            // The session may well be good: only the server can say that it is not.
            failed("Heartbeat failed: " + e.getMessage() + ".");
            return;
        }
        backoff.reset();
        lastTrouble = "";
        if (reply.sessionValid()) {
            heartbeatInterval = reply.untilHeartbeat();
            nextStep = clock.instant().plus(heartbeatInterval);
        } else {
            log.info("The server has news: registering anew.");
            registerAnew();
        }
    }

    /** The same trouble again is not worth another line. */
    private void failed(String trouble) {
        Duration pause = backoff.next();
        if (!trouble.equals(lastTrouble)) {
            log.warn(oneShot ? trouble : trouble + " Trying again, with pauses.");
            lastTrouble = trouble;
        }
        boolean heartbeat = token != null;
        nextStep =
                clock.instant().plus(heartbeat && heartbeatInterval.compareTo(pause) < 0 ? heartbeatInterval : pause);
    }

    private RegisterRequest registration() {
        return new RegisterRequest(
                RegisterRequest.PLATFORM_JAVA,
                identity.version().pack(),
                RegisterRequest.NO_TENANT,
                identity.clientMachine(),
                null,
                state.agentId().orElse(""),
                List.copyOf(identity.capabilities()),
                Map.of());
    }
}
