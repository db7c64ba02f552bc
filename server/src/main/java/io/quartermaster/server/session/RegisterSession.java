package io.quartermaster.server.session;

import io.quartermaster.agent.protocol.RegisterReply;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.Session;
import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.HeartbeatInterval;
import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Plans;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.JobHandout;
import io.quartermaster.server.session.IdentifyAgent.Identity;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * An agent introduces itself, and gets a session and its jobs if a person has approved it.
 *
 * <p>An agent that is not approved gets an error and no session, never an empty session: an enrolling C agent that is
 * given one without a certificate saves its id, and is refused by its own code from then on. Registering again changes
 * nothing but the session, so an agent may do so as often as it likes.
 */
@Singleton
public class RegisterSession {
    private static final Logger LOG = Logger.getLogger(RegisterSession.class);

    private final Database database;
    private final IdentifyAgent identifyAgent;
    private final AgentRepository agents;
    private final AgentSessions sessions;
    private final JobHandout handout;
    private final Heartbeats heartbeats;
    private final Presence presence;
    private final RegistrationTurns turns;
    private final InstantSource clock;

    public RegisterSession(
            Database database,
            IdentifyAgent identifyAgent,
            AgentRepository agents,
            AgentSessions sessions,
            JobHandout handout,
            Heartbeats heartbeats,
            Presence presence,
            RegistrationTurns turns,
            InstantSource clock) {
        this.database = database;
        this.identifyAgent = identifyAgent;
        this.agents = agents;
        this.sessions = sessions;
        this.handout = handout;
        this.heartbeats = heartbeats;
        this.presence = presence;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * @param account the name of the agent account that signed in
     * @return with a session, or with the reason why there is none
     * @throws CommandException UNAVAILABLE when too many agents register at this moment
     */
    public RegisterReply run(String account, RegisterRequest request) {
        Registration sent;
        try {
            sent = Registration.of(request);
        } catch (CommandException malformed) {
            return refused(AgentCode.MALFORMED, malformed.getMessage());
        }
        HeartbeatInterval interval = heartbeats.next();
        RegisterReply reply;
        try {
            reply = turns.take(() -> database.inTransaction(tx -> register(tx, account, sent, interval)));
        } catch (CommandException renamed) {
            if (renamed.kind() != ErrorKind.NAME_IN_USE) {
                throw renamed;
            }
            reply = refused(AgentCode.NAME_TAKEN, renamed.getMessage());
        }
        if (reply.session() == null) {
            LOG.infof("%s of account %s got no session: %s", sent.clientMachine(), account, textOf(reply));
        }
        return reply;
    }

    private RegisterReply register(Handle tx, String account, Registration sent, HeartbeatInterval interval) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return switch (identifyAgent.run(tx, account, sent, now)) {
            case Identity.Refused(int code, String message) -> refused(code, message);
            case Identity.Known(Agent agent) -> answer(tx, agent, sent, interval, now);
        };
    }

    private RegisterReply answer(Handle tx, Agent agent, Registration sent, HeartbeatInterval interval, Instant now) {
        presence.seen(agent.id(), now);
        if (sent.wantsCertificate()) {
            // Before its approval, which alone would not help.
            Result refusal = Result.error(AgentCode.CERTIFICATE_REQUESTED, CERTIFICATE_REQUESTED);
            agents.describe(tx, failed(agent, refusal), sent.clientParameters());
            return new RegisterReply(refusal, null);
        }
        agents.describe(tx, agent.withLastError(null, null), sent.clientParameters());
        return switch (agent.status()) {
            case APPROVED -> begin(tx, agent, interval, now);
            case NEW ->
                refused(
                        AgentCode.NOT_APPROVED,
                        "Agent " + agent.clientMachine() + " (" + agent.id() + ") waits for approval.");
            case DISAPPROVED ->
                refused(
                        AgentCode.DISAPPROVED,
                        "Agent " + agent.clientMachine() + " (" + agent.id()
                                + ") was disapproved. It gets no jobs until a" + " person approves it again.");
        };
    }

    // An agent configured like this also stays out of a trap of its own: with EnrollOnStartup and without UseAgentCert
    // it
    // enrolls again at each start, for ever (C agent 2.19).
    private static final String CERTIFICATE_REQUESTED =
            "This server does not issue client certificates to agents. In the agent's configuration, set UseAgentCert to"
                    + " false and EnrollOnStartup to false, and give it Username and Password; then start it again.";

    private static Agent failed(Agent agent, Result refusal) {
        var error = refusal.error();
        return error == null
                ? agent.withLastError(null, null)
                : agent.withLastError(Integer.toUnsignedLong(error.code()), error.message());
    }

    private RegisterReply begin(Handle tx, Agent agent, HeartbeatInterval interval, Instant now) {
        AgentSession session = sessions.start(tx, agent.id(), now);
        // Planning the list anew for each agent takes longer than reading it.
        Plans.ignoreValues(tx);
        JobHandout.ListedJobs jobs = handout.listFor(tx, agent.id(), now);
        if (!jobs.complete()) {
            // It gets the rest when it registers anew, which its first heartbeat makes it do.
            sessions.markStale(tx, session);
        }
        return new RegisterReply(
                Result.success(),
                new Session(
                        session.token().toString(),
                        agent.id().toString(),
                        interval.minutes(),
                        interval.seconds(),
                        agent.clientMachine(),
                        null,
                        Map.of(),
                        jobs.entries()));
    }

    private static String textOf(RegisterReply reply) {
        return Optional.ofNullable(reply.result()).map(Result::text).orElse("");
    }

    private static RegisterReply refused(int code, String message) {
        return new RegisterReply(Result.error(code, message), null);
    }
}
