package io.quartermaster.server.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.protocol.HeartbeatRequest;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.UnregisterRequest;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.ApproveAgents;
import io.quartermaster.server.agent.DeleteAgent;
import io.quartermaster.server.agent.Departures;
import io.quartermaster.server.agent.DisapproveAgents;
import io.quartermaster.server.agent.FollowSessionChanges;
import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.agent.JobCall;
import io.quartermaster.server.agent.JobTypeCatalog;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.agent.ResetAgents;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.control.CapRepository;
import io.quartermaster.server.control.HoldInWaves;
import io.quartermaster.server.control.PauseJobs;
import io.quartermaster.server.control.PauseRepository;
import io.quartermaster.server.control.QuietHoursRepository;
import io.quartermaster.server.control.RemoveCap;
import io.quartermaster.server.control.RemoveQuietHours;
import io.quartermaster.server.control.ResumeJobs;
import io.quartermaster.server.control.ResumeRollout;
import io.quartermaster.server.control.RolloutRepository;
import io.quartermaster.server.control.SetCap;
import io.quartermaster.server.control.SetQuietHours;
import io.quartermaster.server.control.StopRollout;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.AcknowledgeJobs;
import io.quartermaster.server.job.AdvanceRollouts;
import io.quartermaster.server.job.AttemptRepository;
import io.quartermaster.server.job.Attempts;
import io.quartermaster.server.job.CloseLostAttempts;
import io.quartermaster.server.job.CompleteJob;
import io.quartermaster.server.job.CompleteJobs;
import io.quartermaster.server.job.ConfigureJob;
import io.quartermaster.server.job.ConfigureJobs;
import io.quartermaster.server.job.EndAttempts;
import io.quartermaster.server.job.ExplainJob;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.HistoryRepository;
import io.quartermaster.server.job.JobDataRepository;
import io.quartermaster.server.job.JobDeparture;
import io.quartermaster.server.job.JobEventRepository;
import io.quartermaster.server.job.JobHandler;
import io.quartermaster.server.job.JobHandlers;
import io.quartermaster.server.job.JobHandout;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.JobOperations;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.KeptJobRepository;
import io.quartermaster.server.job.NextRuns;
import io.quartermaster.server.job.PlainCallRepository;
import io.quartermaster.server.job.RescheduleJobs;
import io.quartermaster.server.job.StartRepository;
import io.quartermaster.server.job.SubmitJobData;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.job.WakeHeldJobs;
import io.quartermaster.server.job.WarnOfJobs;
import io.quartermaster.server.job.WaveRepository;
import io.quartermaster.server.operation.ApplyPlan;
import io.quartermaster.server.operation.CreatePlan;
import io.quartermaster.server.operation.ListPlanJobs;
import io.quartermaster.server.operation.PlanRepository;
import io.quartermaster.server.operation.UndoOperation;
import io.quartermaster.server.selfcheck.FindingRepository;
import io.quartermaster.server.selfcheck.SelfCheck;
import io.quartermaster.server.session.Heartbeat;
import io.quartermaster.server.session.IdentifyAgent;
import io.quartermaster.server.session.RegisterSession;
import io.quartermaster.server.session.RegistrationTurns;
import io.quartermaster.server.session.UnregisterSession;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.JobSettings;
import io.quartermaster.server.sim.Coverage.Happening;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One server process: the commands of the real server, wired by hand over a real database. A restart is a new one of
 * these over the same database, so that whatever was kept in memory is gone.
 */
final class SimulatedServer {
    static final JobSettings JOB_SETTINGS = new JobSettings(
            2,
            Duration.ofMinutes(5),
            JobSettings.DEFAULT.undoDays(),
            JobSettings.DEFAULT.historyEnums(),
            JobSettings.DEFAULT.weekDays());
    private static final AgentSettings AGENT_SETTINGS = new AgentSettings(
            Duration.ofSeconds(20), Duration.ofMinutes(20), 500, AgentSettings.DEFAULT.departureNeedsStoreModify());

    private static final JsonMapper WIRE = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    final UnscheduleJobs unscheduleJobs;
    final RescheduleJobs rescheduleJobs;
    final AcknowledgeJobs acknowledgeJobs;
    final CreatePlan createPlan;
    final ListPlanJobs listPlanJobs;
    final ApplyPlan applyPlan;
    final UndoOperation undoOperation;
    final CloseLostAttempts closeLostAttempts;
    final AdvanceRollouts advanceRollouts;
    final WakeHeldJobs wakeHeldJobs;
    final ExplainJob explainJob;
    final PauseJobs pauseJobs;
    final ResumeJobs resumeJobs;
    final SetQuietHours setQuietHours;
    final RemoveQuietHours removeQuietHours;
    final SetCap setCap;
    final RemoveCap removeCap;
    final HoldInWaves holdInWaves;
    final StopRollout stopRollout;
    final ResumeRollout resumeRollout;
    final JobSchedule schedule;
    final ApproveAgents approveAgents;
    final DisapproveAgents disapproveAgents;
    final ResetAgents resetAgents;
    final DeleteAgent deleteAgent;
    final SelfCheck selfCheck;
    private final RegisterSession register;
    private final Heartbeat heartbeat;
    private final UnregisterSession unregister;
    private final ConfigureJobs configure;
    private final SubmitJobData submit;
    private final CompleteJobs complete;
    private final KnownSessions known;
    private final FollowSessionChanges followSessionChanges;
    private final InstantSource clock;
    private final Coverage coverage;

    SimulatedServer(Database database, InstantSource clock, Ids ids, RandomGenerator random, Coverage coverage) {
        this.coverage = coverage;
        AuditLog audit = new AuditLog(database, clock);
        Presence presence = new Presence(database);
        AgentRepository agents = new AgentRepository();
        known = new KnownSessions(presence);
        AgentSessions sessions = new AgentSessions(AGENT_SETTINGS, random, presence, known);
        followSessionChanges = new FollowSessionChanges(database, sessions, known, clock);
        this.clock = clock;
        Heartbeats heartbeats = new Heartbeats(database, agents, AGENT_SETTINGS, clock, random);
        JobRepository jobs = new JobRepository();
        AttemptRepository attemptRepository = new AttemptRepository();
        HistoryRepository history = new HistoryRepository();
        JobDataRepository data = new JobDataRepository();
        JobHandler work = new SimulatedWork();
        JobHandlers handlers = new JobHandlers(List.of(work));
        StartRepository starts = new StartRepository(AGENT_SETTINGS);
        JobHandout handout = new JobHandout(starts, handlers);
        HeldJobs heldJobs = new HeldJobs(starts, sessions);
        advanceRollouts = new AdvanceRollouts(database, new WaveRepository(), heldJobs, audit, clock);
        explainJob = new ExplainJob(database, jobs, starts, handlers, clock);
        wakeHeldJobs = new WakeHeldJobs(database, starts, sessions, clock);
        PauseRepository pauses = new PauseRepository();
        pauseJobs = new PauseJobs(database, pauses, agents, heldJobs, audit, ids, clock);
        resumeJobs = new ResumeJobs(database, pauses, heldJobs, audit, clock);
        QuietHoursRepository quietHours = new QuietHoursRepository();
        setQuietHours = new SetQuietHours(database, quietHours, heldJobs, audit, ids, clock);
        removeQuietHours = new RemoveQuietHours(database, quietHours, heldJobs, audit, clock);
        CapRepository caps = new CapRepository();
        setCap = new SetCap(database, caps, agents, audit, ids, clock);
        removeCap = new RemoveCap(database, caps, heldJobs, audit, clock);
        RolloutRepository rollouts = new RolloutRepository();
        holdInWaves = new HoldInWaves(rollouts, audit, ids);
        stopRollout = new StopRollout(database, rollouts, heldJobs, audit, clock);
        resumeRollout = new ResumeRollout(database, rollouts, heldJobs, advanceRollouts, audit, clock);
        NextRuns nextRuns = new NextRuns(random);
        EndAttempts endAttempts =
                new EndAttempts(attemptRepository, jobs, sessions, handlers, JOB_SETTINGS, nextRuns, advanceRollouts);
        Attempts attempts = new Attempts(sessions, attemptRepository, JOB_SETTINGS);
        IdentifyAgent identify = new IdentifyAgent(agents, sessions, new JobTypeCatalog(List.of()), audit, ids);
        register = new RegisterSession(
                database, identify, agents, sessions, handout, heartbeats, presence, new RegistrationTurns(), clock);
        heartbeat = new Heartbeat(database, sessions, known, heartbeats, clock);
        unregister = new UnregisterSession(database, sessions, clock);
        PlainCallRepository plainCalls = new PlainCallRepository();
        configure = new ConfigureJobs(
                database,
                plainCalls,
                attemptRepository,
                starts,
                handlers,
                JOB_SETTINGS,
                nextRuns,
                presence,
                new ConfigureJob(
                        database,
                        sessions,
                        jobs,
                        attemptRepository,
                        starts,
                        endAttempts,
                        handlers,
                        JOB_SETTINGS,
                        nextRuns,
                        clock),
                clock);
        submit = new SubmitJobData(database, attempts, data, clock);
        complete = new CompleteJobs(
                database,
                plainCalls,
                endAttempts,
                presence,
                new CompleteJob(database, sessions, jobs, attemptRepository, endAttempts, data, clock),
                clock);
        closeLostAttempts = new CloseLostAttempts(database, attemptRepository, jobs, endAttempts, clock);
        JobOperationRepository onRecord = new JobOperationRepository();
        JobOperations operations = new JobOperations(onRecord, JOB_SETTINGS, ids);
        unscheduleJobs = new UnscheduleJobs(database, jobs, sessions, operations, audit, clock);
        rescheduleJobs = new RescheduleJobs(database, agents, jobs, history, sessions, operations, audit, ids, clock);
        acknowledgeJobs = new AcknowledgeJobs(database, history, operations, audit, clock);
        PlanRepository plans = new PlanRepository();
        createPlan = new CreatePlan(database, plans, audit, ids, clock);
        listPlanJobs = new ListPlanJobs(database, plans);
        applyPlan = new ApplyPlan(database, plans, onRecord, unscheduleJobs, rescheduleJobs, acknowledgeJobs, clock);
        undoOperation = new UndoOperation(
                database, onRecord, operations, new KeptJobRepository(), jobs, sessions, audit, ids, clock);
        schedule = new JobSchedule(jobs, sessions, new WarnOfJobs(starts, new JobEventRepository(), () -> handlers));
        approveAgents = new ApproveAgents(database, agents, audit);
        disapproveAgents = new DisapproveAgents(database, agents, sessions, audit);
        Departures departures =
                new Departures(List.of(new JobDeparture(jobs, attemptRepository, endAttempts, clock)), AGENT_SETTINGS);
        resetAgents = new ResetAgents(database, agents, sessions, departures, audit, clock);
        selfCheck = new SelfCheck(database, new FindingRepository(), clock);
        deleteAgent = new DeleteAgent(database, agents, departures, audit);
    }

    /** What the running server does every few seconds by itself. */
    void tick() {
        resumeJobs.runEnded();
        advanceRollouts.run();
        wakeHeldJobs.run();
        followSessionChanges.tidy();
    }

    /** What it does every second: it learns which sessions have changed. */
    void followSessionChanges() {
        followSessionChanges.read();
    }

    /** Whether it would say that a session holds without asking the database. */
    boolean knows(UUID token, String account) {
        boolean held = known.hold(account, token.toString(), clock.instant(), () -> new JobCall.Refused("not known"));
        coverage.count(Happening.SESSION_IN_MEMORY, held ? 1 : 0);
        return held;
    }

    /** A call of an agent. */
    record Sent(String account, String path, Object request) {}

    /** Answers calls that come at the same moment, all of them to one path; gives the answer to one of them. */
    <T> T callTogether(List<Sent> all, int wanted, Class<T> reply) {
        List<? extends Optional<?>> answers = switch (all.get(wanted).path()) {
            case AgentPaths.CUSTOM_CONFIGURE ->
                configure.together(all.stream().map(SimulatedServer::asked).toList());
            case AgentPaths.CUSTOM_COMPLETE ->
                complete.together(all.stream().map(SimulatedServer::report).toList());
            default -> Collections.nCopies(all.size(), Optional.empty());
        };
        coverage.count(
                Happening.ANSWERED_TOGETHER,
                answers.stream().filter(Optional::isPresent).count());
        List<T> replies = new ArrayList<>();
        for (int index = 0; index < all.size(); index++) {
            Sent sent = all.get(index);
            replies.add(
                    answers.get(index).isPresent()
                            ? wire(answers.get(index).orElseThrow(), reply)
                            : call(sent.account(), sent.path(), sent.request(), reply));
        }
        return replies.get(wanted);
    }

    private static ConfigureJobs.Asked asked(Sent sent) {
        return new ConfigureJobs.Asked(JobKind.CUSTOM, sent.account(), wire(sent.request(), ConfigureRequest.class));
    }

    private static CompleteJobs.Report report(Sent sent) {
        return new CompleteJobs.Report(sent.account(), wire(sent.request(), CompleteRequest.class));
    }

    /** Answers one call of an agent; both messages go through JSON, as on the wire. */
    <T> T call(String account, String path, Object request, Class<T> reply) {
        Object answer = switch (path) {
            case AgentPaths.REGISTER -> register.run(account, wire(request, RegisterRequest.class));
            case AgentPaths.HEARTBEAT -> heartbeat.run(account, wire(request, HeartbeatRequest.class));
            case AgentPaths.UNREGISTER -> unregister.run(account, wire(request, UnregisterRequest.class));
            case AgentPaths.CUSTOM_CONFIGURE -> configure.run(asked(new Sent(account, path, request)));
            case AgentPaths.CUSTOM_SUBMIT -> submit.run(account, wire(request, CustomSubmitRequest.class));
            case AgentPaths.CUSTOM_COMPLETE -> complete.run(report(new Sent(account, path, request)));
            default -> throw new IllegalArgumentException("The simulated agents do not call " + path);
        };
        if (answer instanceof ConfigureReply refused) {
            coverage.count(refused.jobCancelled() ? Happening.CANCELLED_ANSWER : Happening.NOT_NOW_ANSWER, 1);
        }
        return wire(answer, reply);
    }

    private static <T> T wire(Object message, Class<T> type) {
        try {
            return WIRE.readValue(WIRE.writeValueAsString(message), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
