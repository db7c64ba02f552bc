package io.quartermaster.server.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.HeartbeatReply;
import io.quartermaster.agent.protocol.HeartbeatRequest;
import io.quartermaster.agent.protocol.RegisterReply;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.Session;
import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.FollowSessionChanges;
import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.agent.JobTypeCatalog;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.job.Attempt;
import io.quartermaster.server.job.EndedAttempt;
import io.quartermaster.server.job.JobEventRepository;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobHandlers;
import io.quartermaster.server.job.JobHandout;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.job.StartRepository;
import io.quartermaster.server.job.WarnOfJobs;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.setting.AgentSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The real session code on a real PostgreSQL, wired by hand, with a clock that stands still. */
final class SessionFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    static final String ACCOUNT = "CORP\\agent";
    static final long VERSION_2_19 = 563031557799936L;
    static final List<String> CAPABILITIES = List.of("CertStores.PEM.Inventory", "Custom.FetchLogs");

    final SettableClock clock;
    final TestDatabase testDatabase;
    final Database database;
    final AgentRepository agents = new AgentRepository();
    final Presence presence;
    final KnownSessions known;
    final AgentSessions sessions;
    final JobRepository jobs = new JobRepository();
    final JobHandlers handlers = new JobHandlers(List.of(new ListingHandler()));
    final StartRepository starts = new StartRepository(AgentSettings.DEFAULT);
    final JobSchedule schedule;
    final Ids ids;
    final FollowSessionChanges followSessionChanges;
    final RegisterSession registerSession;
    final Heartbeat heartbeat;
    final UnregisterSession unregisterSession;

    SessionFixture() {
        this(TestDatabase.fresh(), new SettableClock(NOW), 0);
    }

    private SessionFixture(TestDatabase testDatabase, SettableClock clock, int number) {
        this.clock = clock;
        this.testDatabase = testDatabase;
        database = testDatabase.database();
        presence = new Presence(database);
        known = new KnownSessions(presence);
        sessions = new AgentSessions(AgentSettings.DEFAULT, new Random(7 + number), presence, known);
        schedule = new JobSchedule(jobs, sessions, new WarnOfJobs(starts, new JobEventRepository(), () -> handlers));
        ids = new Ids(clock, new Random(3 + number));
        followSessionChanges = new FollowSessionChanges(database, sessions, known, clock);
        Heartbeats heartbeats = new Heartbeats(database, agents, AgentSettings.DEFAULT, clock, new Random(5));
        IdentifyAgent identifyAgent =
                new IdentifyAgent(agents, sessions, new JobTypeCatalog(List.of()), new AuditLog(database, clock), ids);
        JobHandout handout = new JobHandout(starts, handlers);
        registerSession = new RegisterSession(
                database,
                identifyAgent,
                agents,
                sessions,
                handout,
                heartbeats,
                presence,
                new RegistrationTurns(),
                clock);
        heartbeat = new Heartbeat(database, sessions, known, heartbeats, clock);
        unregisterSession = new UnregisterSession(database, sessions, clock);
    }

    /** Another server on the same database, which has nothing in memory. Closed with this one. */
    SessionFixture anotherServer() {
        return new SessionFixture(testDatabase, clock, 1);
    }

    /** What the C agent sends, but without a certificate request. */
    static RegisterRequest request(String clientMachine) {
        return request(clientMachine, "", CAPABILITIES);
    }

    static RegisterRequest request(String clientMachine, @Nullable String agentId, List<String> capabilities) {
        return new RegisterRequest(
                5,
                VERSION_2_19,
                RegisterRequest.NO_TENANT,
                clientMachine,
                null,
                agentId,
                new ArrayList<@Nullable String>(capabilities),
                Map.of("Serial", "50", "Model", "Linux"));
    }

    RegisterReply register(RegisterRequest request) {
        return registerSession.run(ACCOUNT, request);
    }

    /** Registers an agent and approves it. */
    Agent approved(String clientMachine) {
        register(request(clientMachine));
        setStatus(2, clientMachine);
        return agent(clientMachine);
    }

    /** The session of an approved agent. */
    Session session(RegisterRequest request) {
        RegisterReply reply = register(request);
        Session session = reply.session();
        if (session == null) {
            throw new AssertionError("no session: " + reply);
        }
        return session;
    }

    HeartbeatReply heartbeat(Session session) {
        return heartbeat(ACCOUNT, session.token());
    }

    HeartbeatReply heartbeat(String account, @Nullable String token) {
        return heartbeat.run(account, new HeartbeatRequest(5, RegisterRequest.NO_TENANT, "edge-01", token));
    }

    void setStatus(int status, String clientMachine) {
        database.runInTransaction(
                tx -> tx.execute("UPDATE agent SET status = ? WHERE client_machine = ?", status, clientMachine));
    }

    Agent agent(String clientMachine) {
        List<Agent> found = database.read(tx -> agents.find(
                tx,
                tx.createQuery("SELECT id FROM agent WHERE client_machine = :machine")
                        .bind("machine", clientMachine)
                        .mapTo(UUID.class)
                        .list()));
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " agents are named " + clientMachine);
        }
        return found.getFirst();
    }

    long count(String sql) {
        return database.read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    String text(String sql) {
        return database.read(tx -> tx.createQuery(sql).mapTo(String.class).one());
    }

    /** Schedules jobs of a custom type that run at once. */
    void schedule(UUID agentId, int count) {
        List<NewJob> added = IntStream.range(0, count)
                .mapToObj(i -> new NewJob(
                        ids.next(),
                        agentId,
                        JobKind.CUSTOM,
                        new UUID(7, 7),
                        "EchoTime",
                        null,
                        null,
                        Schedule.ofText(null),
                        NewJob.PRIORITY_NORMAL,
                        JsonNodeFactory.instance.objectNode()))
                .toList();
        database.runInTransaction(tx -> schedule.add(tx, "somebody", added, clock.instant()));
    }

    @Override
    public void close() {
        testDatabase.close();
    }

    /** Custom jobs that can be listed; nothing here hands them out. */
    private static final class ListingHandler implements JobHandler {
        @Override
        public JobKind kind() {
            return JobKind.CUSTOM;
        }

        @Override
        public String capability(String jobType) {
            return "Custom." + jobType;
        }

        @Override
        public String configurationEndpoint() {
            return AgentPaths.CUSTOM_CONFIGURE;
        }

        @Override
        public String completionEndpoint() {
            return AgentPaths.CUSTOM_COMPLETE;
        }

        @Override
        public Object configuration(Handle tx, Attempt attempt, Result result) {
            return new ConfigureReply(result, attempt.historyId(), false);
        }

        @Override
        public void completed(Handle tx, List<EndedAttempt> ended) {}
    }
}
