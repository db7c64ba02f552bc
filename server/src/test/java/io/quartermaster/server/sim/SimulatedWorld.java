package io.quartermaster.server.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quartermaster.agent.custom.CustomHandler;
import io.quartermaster.agent.sim.SimulatedAgent;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobException;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.spi.CustomJobRequest;
import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.control.CapSubject;
import io.quartermaster.server.control.PauseSubject;
import io.quartermaster.server.control.QuietHoursRequest;
import io.quartermaster.server.control.RolloutPlan;
import io.quartermaster.server.control.WaveSize;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.job.ScheduledCustomJobs;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.operation.ApplyMode;
import io.quartermaster.server.operation.PlanOrder;
import io.quartermaster.server.operation.PlannedJob;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.sim.Coverage.Happening;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * People, agents, a server and a network, driven by one seed. Each step does one thing: an agent makes a call (which the
 * network may lose, repeat or delay), a person gives a command, something restarts, or time passes. After each step the
 * {@link Invariants} hold.
 *
 * <p>Every outcome of an unschedule is also compared with what a person reading the tables just before would expect.
 */
final class SimulatedWorld {
    private static final int STORES = 2;
    private static final UUID JOB_TYPE_ID = new UUID(7, 7);
    private static final int CONTAINER = 1;
    private static final int ROUNDS_UNDER_A_CAP = 15;

    /** Clocks of agents are off by so much at most. */
    private static final int SKEW_SECONDS_MAX = 240;

    private static final Caller OPERATOR =
            new Caller("operator", List.of("Administrator"), Grants.of(List.of(PermissionString.parse("/"))));

    private final Random random;
    private final Database database;
    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2027-02-28T23:50:00Z"));
    private final Ids ids;
    private final List<SimulatedAgent> agents = new ArrayList<>();
    /** How far the clock of each agent is ahead. */
    private final List<Duration> skews = new ArrayList<>();

    private final List<FaultyTransport> networks = new ArrayList<>();
    private final List<StorePlace> stores = new ArrayList<>();
    private final List<UUID> known = new ArrayList<>();
    private final Map<UUID, Long> unscheduledAfter = new HashMap<>();
    private final Invariants invariants;
    private final Controls controls;
    private final Coverage coverage;
    private SimulatedServer server;
    private long step;
    private String lastAction = "start";

    SimulatedWorld(long seed, Database database, int agentCount, double faultRate, Coverage coverage) {
        this.coverage = coverage;
        this.random = new Random(seed);
        this.database = database;
        this.ids = new Ids(clock, random);
        this.controls = new Controls(database);
        this.server = newServer();
        for (int i = 0; i < STORES; i++) {
            stores.add(new StorePlace(ids.next(), "machine", "/store-" + i));
        }
        database.runInTransaction(tx -> {
            tx.execute("""
                    INSERT INTO certificate_store_type (id, name, short_name, capability, definition, inventory_job_type)
                    VALUES (9000, 'Simulated', 'SIM', 'SIM', '{}', gen_random_uuid()) ON CONFLICT DO NOTHING
                    """);
            tx.execute(
                    "INSERT INTO certificate_store_container (id, name, store_type_id) VALUES (?, 'Simulated', 9000)"
                            + " ON CONFLICT DO NOTHING",
                    CONTAINER);
            stores.forEach(
                    store -> tx.execute("""
                    INSERT INTO certificate_store (id, store_type_id, container_id, client_machine, store_path, approved,
                                                   create_if_missing, properties, created_at)
                    VALUES (?, 9000, ?, ?, ?, true, false, '{}', now())
                    """, store.storeId(), CONTAINER, store.clientMachine(), store.storePath()));
        });
        for (int i = 0; i < agentCount; i++) {
            String name = "agent-" + i;
            FaultyTransport network = new FaultyTransport(name, () -> server, random, faultRate, coverage);
            networks.add(network);
            skews.add(Duration.ofSeconds(random.nextInt(2 * SKEW_SECONDS_MAX + 1) - SKEW_SECONDS_MAX));
            agents.add(new SimulatedAgent(
                    name,
                    List.of(new CustomHandler(new Work(), Map.of())),
                    network,
                    random,
                    clock.instant().plus(skews.get(i)),
                    SimulatedAgent.quiet()));
        }
        database.runInTransaction(tx -> tx.execute(
                "INSERT INTO custom_job_type (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                JOB_TYPE_ID,
                SimulatedWork.JOB_TYPE));
        this.invariants = new Invariants(database, agents, unscheduledAfter, controls);
    }

    /** For a failure's message. */
    String lastAction() {
        return "step " + step + ": " + lastAction;
    }

    /** Does so many steps, and then lets everything heal and come to rest. */
    void run(int steps) {
        for (step = 1; step <= steps; step++) {
            lastAction = act();
            invariants.check(lastAction());
        }
        settle();
        invariants.checkAtRest(
                clock.instant(), job -> server.explainJob.run(OPERATOR, job).toString());
        coverage.count(Happening.ATTEMPT_BEGUN, number("SELECT count(*) FROM job_history"));
        coverage.count(Happening.LOST_ATTEMPT, number("SELECT count(*) FROM job_event WHERE event = 'LOST'"));
        coverage.count(
                Happening.RESTORED_JOB_BEGUN,
                number("SELECT count(*) FROM job_history WHERE job_id IN (SELECT restored_as FROM unscheduled_job)"));
        coverage.count(Happening.ROLLOUT_COMPLETED, number("SELECT count(*) FROM rollout"));
        coverage.count(Happening.RETRY, number("SELECT count(*) FROM job_history WHERE retry_count > 0"));
    }

    private String act() {
        clock.advance(Duration.ofMillis(random.nextInt(4_000)));
        controls.rememberStoppedRollouts();
        int dice = random.nextInt(116);
        if (dice < 54) {
            return agentStep();
        } else if (dice < 68) {
            return scheduleJobs();
        } else if (dice < 75) {
            return unscheduleById();
        } else if (dice < 79) {
            return unscheduleByQuery();
        } else if (dice < 82) {
            return planAndApply();
        } else if (dice < 87) {
            return undo();
        } else if (dice < 88) {
            return reschedule();
        } else if (dice < 89) {
            return acknowledge();
        } else if (dice < 91) {
            return approveOrDisapprove();
        } else if (dice < 93) {
            return crash();
        } else if (dice < 94) {
            server = newServer();
            return "the server restarts";
        } else if (dice < 97) {
            networks.get(random.nextInt(networks.size())).deliverOneDelayed();
            return "a delayed request arrives";
        } else if (dice < 101) {
            clock.advance(Duration.ofSeconds(random.nextInt(400)));
            server.tick();
            return "time passes; " + server.closeLostAttempts.run() + " attempts closed";
        } else if (dice < 104) {
            return pause();
        } else if (dice < 106) {
            return quietHours();
        } else if (dice < 107) {
            return cap();
        } else if (dice < 110) {
            return endAControl();
        } else if (dice < 113) {
            return startRollout();
        } else {
            return stopOrResumeRollout();
        }
    }

    private String agentStep() {
        int number = random.nextInt(agents.size());
        SimulatedAgent agent = agents.get(number);
        if (agent.nextStep().isAfter(timeOf(number)) && random.nextInt(3) == 0) {
            Instant next = agent.nextStep().equals(Instant.MAX)
                    ? Instant.MAX
                    : agent.nextStep().minus(skews.get(number));
            clock.advanceTo(min(next, clock.instant().plusSeconds(60)));
        }
        return agent.name() + (agent.step(timeOf(number)) ? " does something" : " has nothing to do");
    }

    /** What time it is for an agent. */
    private Instant timeOf(int agent) {
        return clock.instant().plus(skews.get(agent));
    }

    private String scheduleJobs() {
        List<UUID> registered = agentIds();
        if (registered.isEmpty()) {
            return "nobody to schedule for";
        }
        List<NewJob> jobs = new ArrayList<>();
        UUID agentId = pick(registered);
        // Now and then more than an agent can do at once, so that jobs it knows of wait for their turn.
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 3);
        for (int i = 0; i < count; i++) {
            // A store belongs to one agent, as in the real world.
            int store = random.nextInt(STORES * 2);
            boolean onStore = store < STORES && agentId.equals(registered.getFirst());
            if (onStore) {
                know(stores.get(store), agentId);
            }
            jobs.add(job(agentId, onStore ? stores.get(store) : null, randomSchedule()));
        }
        database.runInTransaction(tx -> server.schedule.add(tx, "operator", jobs, clock.instant()));
        jobs.forEach(job -> known.add(job.jobId()));
        return count + " jobs scheduled for " + agentId;
    }

    /** An undo looks whether the store is still there, and still the agent's. */
    private void know(StorePlace store, UUID agentId) {
        database.runInTransaction(
                tx -> tx.execute("UPDATE certificate_store SET agent_id = ? WHERE id = ?", agentId, store.storeId()));
    }

    private String pause() {
        List<UUID> registered = agentIds();
        if (registered.isEmpty()) {
            return "nobody to pause";
        }
        UUID agentId = pick(registered);
        String ofAgent = "h.agent_id = '" + agentId + "'";
        Instant until = random.nextInt(3) == 0 ? null : clock.instant().plusSeconds(1 + random.nextInt(200));
        PauseSubject subject;
        String jobs;
        switch (random.nextInt(4)) {
            case 0 -> {
                subject = new PauseSubject.OfAgent(agentId);
                jobs = ofAgent;
            }
            case 1 -> {
                subject = new PauseSubject.InContainer(CONTAINER);
                jobs = "h.store_id IS NOT NULL";
            }
            case 2 -> {
                subject = new PauseSubject.OfJobType("simulatedwork");
                jobs = "true";
            }
            default -> {
                subject =
                        new PauseSubject.ByQuery("AgentId -eq \"" + agentId + "\" AND ScheduleType -startswith \"I_\"");
                jobs = ofAgent + " AND h.schedule LIKE 'I%'";
            }
        }
        UUID id =
                server.pauseJobs.run(OPERATOR, subject, "The simulation", until).id();
        controls.pause(id, jobs, until);
        coverage.count(Happening.PAUSED, 1);
        return "paused " + subject.words() + " until " + until;
    }

    private String quietHours() {
        LocalTime now = clock.instant().atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        LocalTime from = now.minusMinutes(random.nextInt(5));
        LocalTime to = now.plusMinutes(1 + random.nextInt(6));
        UUID id = server.setQuietHours
                .run(
                        OPERATOR,
                        new QuietHoursRequest(CONTAINER, null, from.toString(), to.toString(), null, "The simulation")
                                .checked())
                .id();
        controls.quiet(id, "h.store_id IS NOT NULL", from, to);
        coverage.count(Happening.QUIET_HOURS, 1);
        return "quiet from " + from + " to " + to;
    }

    private String cap() {
        int running = (int) number("SELECT count(*) FROM attempt_in_process");
        int max = running + 1 + random.nextInt(2);
        controls.cap(server.setCap.run(OPERATOR, new CapSubject.All(), max).id(), max);
        coverage.count(Happening.CAPPED, 1);
        return "capped at " + max;
    }

    private String endAControl() {
        UUID pause = controls.endPause(random);
        if (pause != null) {
            resume(pause);
        }
        UUID quiet = controls.endQuietHours(random);
        if (quiet != null) {
            server.removeQuietHours.run(OPERATOR, quiet);
        }
        UUID cap = random.nextInt(3) == 0 ? controls.endCap() : null;
        if (cap != null) {
            server.removeCap.run(OPERATOR, cap);
        }
        return "ended pause " + pause + ", quiet hours " + quiet + ", cap " + cap;
    }

    private void resume(UUID pause) {
        try {
            server.resumeJobs.run(OPERATOR, pause);
        } catch (CommandException e) {
            require(e.kind() == ErrorKind.NOT_FOUND, "Resume was refused with " + e.kind());
        }
    }

    private String startRollout() {
        List<UUID> registered = agentIds();
        if (registered.isEmpty()) {
            return "nobody to roll out to";
        }
        List<NewJob> jobs = new ArrayList<>();
        int count = 2 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            jobs.add(job(pick(registered), null, Schedule.ofText(null)));
        }
        RolloutPlan plan = new RolloutPlan(
                List.of(new WaveSize.Count(1), new WaveSize.Percent(60), new WaveSize.Percent(100)), 1, null);
        database.runInTransaction(tx -> {
            server.schedule.add(tx, "operator", jobs, clock.instant());
            server.holdInWaves.run(
                    tx,
                    "operator",
                    SimulatedWork.JOB_TYPE,
                    jobs.stream()
                            .map(job -> new ScheduledCustomJobs.JobOfAgent(job.jobId(), job.agentId()))
                            .toList(),
                    plan,
                    clock.instant());
        });
        jobs.forEach(job -> known.add(job.jobId()));
        coverage.count(Happening.ROLLOUT, 1);
        return "rollout of " + count + " jobs";
    }

    private String stopOrResumeRollout() {
        List<UUID> running = rollouts("RUNNING");
        List<UUID> stopped = rollouts("STOPPED");
        if (!stopped.isEmpty() && random.nextBoolean()) {
            UUID rollout = pick(stopped);
            server.resumeRollout.run(OPERATOR, rollout);
            return "rollout " + rollout + " resumed";
        }
        if (running.isEmpty()) {
            return "no rollout to stop";
        }
        UUID rollout = pick(running);
        server.stopRollout.run(OPERATOR, rollout);
        coverage.count(Happening.ROLLOUT_STOPPED, 1);
        return "rollout " + rollout + " stopped";
    }

    private List<UUID> rollouts(String state) {
        return database.read(tx -> tx.createQuery("SELECT id FROM rollout WHERE state = :state ORDER BY id")
                .bind("state", state)
                .mapTo(UUID.class)
                .list());
    }

    private NewJob job(UUID agentId, @Nullable StorePlace store, Schedule schedule) {
        return new NewJob(
                ids.next(),
                agentId,
                JobKind.CUSTOM,
                JOB_TYPE_ID,
                SimulatedWork.JOB_TYPE,
                store,
                null,
                schedule,
                NewJob.PRIORITY_NORMAL,
                JsonNodeFactory.instance.objectNode());
    }

    private Schedule randomSchedule() {
        Instant later = clock.instant().plusSeconds(random.nextInt(300)).truncatedTo(ChronoUnit.MINUTES);
        return switch (random.nextInt(6)) {
            case 0 -> new Schedule.ExactlyOnce(later);
            case 1 -> new Schedule.Interval(1 + random.nextInt(4));
            default -> Schedule.ofText(null);
        };
    }

    private String unscheduleById() {
        if (known.isEmpty()) {
            return "nothing to unschedule";
        }
        List<UUID> chosen = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            // Mostly jobs of late, which may still be on the schedule.
            chosen.add(
                    random.nextInt(4) == 0
                            ? pick(known)
                            : known.get(known.size() - 1 - random.nextInt(Math.min(6, known.size()))));
        }
        Set<UUID> before = idsOf("SELECT id FROM scheduled_job");
        Set<UUID> running = idsOf("SELECT id FROM scheduled_job WHERE state = 'IN_PROCESS' AND NOT recurring");
        Optional<ErrorKind> expected = !before.containsAll(chosen)
                ? Optional.of(ErrorKind.UNKNOWN_ID)
                : chosen.stream().anyMatch(running::contains) ? Optional.of(ErrorKind.NOT_ELIGIBLE) : Optional.empty();
        Optional<ErrorKind> refused = unschedule(new JobSelection.ById(chosen));
        require(refused.equals(expected), "Unschedule of " + chosen + " gave " + refused + ", expected " + expected);
        Set<UUID> gone = gone(before);
        require(gone.equals(refused.isPresent() ? Set.of() : Set.copyOf(chosen)), "Unschedule by id removed " + gone);
        return "unschedule " + chosen.size() + " by id: "
                + refused.map(ErrorKind::name).orElse("done");
    }

    private String unscheduleByQuery() {
        List<UUID> registered = agentIds();
        if (registered.isEmpty()) {
            return "nothing to unschedule";
        }
        UUID agentId = pick(registered);
        boolean recurringOnly = random.nextBoolean();
        String query = "AgentId -eq \"" + agentId + "\""
                + (recurringOnly ? " AND ScheduleType -startswith \"I_\"" : " AND JobType -eq \"SimulatedWork\"");
        Set<UUID> before = idsOf("SELECT id FROM scheduled_job");
        Set<UUID> expected =
                idsOf("SELECT id FROM scheduled_job WHERE (state = 'SCHEDULED' OR recurring) AND agent_id = '" + agentId
                        + "'" + (recurringOnly ? " AND schedule LIKE 'I%'" : ""));
        Optional<ErrorKind> refused = unschedule(new JobSelection.ByQuery(query));
        require(refused.isEmpty(), "A query of eligible jobs was refused: " + refused);
        Set<UUID> gone = gone(before);
        require(gone.equals(expected), "Unschedule by query removed " + gone + ", expected " + expected);
        return "unschedule by query: " + gone.size() + " jobs";
    }

    private Optional<ErrorKind> unschedule(JobSelection selection) {
        return unscheduledBy(() -> server.unscheduleJobs.run(OPERATOR, selection));
    }

    private Optional<ErrorKind> unscheduledBy(Runnable command) {
        Set<UUID> before = idsOf("SELECT id FROM scheduled_job");
        try {
            command.run();
        } catch (CommandException e) {
            coverage.count(Happening.UNSCHEDULE_REFUSED, 1);
            return Optional.of(e.kind());
        }
        long attempts = number("SELECT coalesce(max(id), 0) FROM job_history");
        Set<UUID> gone = gone(before);
        gone.forEach(job -> unscheduledAfter.put(job, attempts));
        Set<UUID> recurring = idsOf("SELECT job_id FROM job_history WHERE schedule LIKE 'I%'");
        Set<UUID> inProcess = idsOf("SELECT job_id FROM attempt_in_process");
        inProcess.retainAll(gone);
        coverage.count(Happening.UNSCHEDULED, gone.size());
        coverage.count(Happening.UNSCHEDULED_WHILE_IN_PROCESS, inProcess.size());
        inProcess.removeAll(recurring);
        require(inProcess.isEmpty(), "One-time jobs in process were reported as unscheduled: " + inProcess);
        return Optional.empty();
    }

    /** Between a plan and its application, the world goes on. Now and then a plan is applied once more. */
    private String planAndApply() {
        List<UUID> registered = agentIds();
        if (registered.isEmpty()) {
            return "nothing to plan";
        }
        UUID agentId = pick(registered);
        PlanOrder order =
                new PlanOrder(BulkAction.UNSCHEDULE, new JobSelection.ByQuery("AgentId -eq \"" + agentId + "\""), null);
        UUID plan = server.createPlan.run(OPERATOR, order).plan().id();
        Set<UUID> planned = server.listPlanJobs.run(OPERATOR, plan, true, 0, 1_000).stream()
                .map(PlannedJob::jobId)
                .collect(Collectors.toSet());
        for (int i = random.nextInt(4); i > 0; i--) {
            lastAction = "between plan and apply: " + (random.nextInt(4) == 0 ? scheduleJobs() : agentStep());
        }
        Set<UUID> before = idsOf("SELECT id FROM scheduled_job");
        Set<UUID> unschedulable =
                idsOf("SELECT id FROM scheduled_job WHERE (state = 'SCHEDULED' OR recurring) AND agent_id = '" + agentId
                        + "'");
        Runnable apply = () -> server.applyPlan.run(OPERATOR, plan, ApplyMode.ALL_OR_NOTHING, null);
        Optional<ErrorKind> refused = unscheduledBy(apply);
        Optional<ErrorKind> expected =
                planned.equals(unschedulable) ? Optional.empty() : Optional.of(ErrorKind.CHANGED_MEANWHILE);
        require(refused.equals(expected), "Apply gave " + refused + ", expected " + expected);
        require(gone(before).equals(refused.isPresent() ? Set.of() : planned), "Apply removed " + gone(before));
        coverage.count(refused.isPresent() ? Happening.PLAN_OUTDATED : Happening.PLAN_APPLIED, 1);
        if (refused.isEmpty() && random.nextBoolean()) {
            Set<UUID> left = idsOf("SELECT id FROM scheduled_job");
            apply.run();
            require(gone(left).isEmpty(), "A plan that was applied again removed " + gone(left));
        }
        return "plan of " + planned.size() + " jobs: "
                + refused.map(ErrorKind::name).orElse("applied");
    }

    /** Mostly of late. The restored jobs are other jobs; those that were unscheduled stay so. */
    private String undo() {
        List<UUID> unschedules = database.read(tx -> tx.createQuery(
                        "SELECT id FROM job_operation WHERE action = 'UNSCHEDULE' AND jobs > 0 ORDER BY id DESC LIMIT 3")
                .mapTo(UUID.class)
                .list());
        if (unschedules.isEmpty()) {
            return "nothing to undo";
        }
        String id = "'" + pick(unschedules) + "'";
        boolean done = number("SELECT count(*) FROM job_operation WHERE undone_by IS NOT NULL AND id = " + id) > 0;
        boolean notApproved = number("SELECT count(*) FROM unscheduled_job u JOIN agent g ON g.id = u.agent_id"
                        + " WHERE g.status <> 2 AND u.operation_id = " + id)
                > 0;
        boolean equalSince = number("""
                SELECT count(*)
                  FROM unscheduled_job u JOIN job_operation o ON o.id = u.operation_id
                  JOIN scheduled_job j ON j.agent_id = u.agent_id AND j.requested_at > o.at
                   AND coalesce(j.schedule, '') = coalesce(u.schedule, '')
                   AND coalesce(CAST(j.store_id AS text), '') = coalesce(CAST(u.store_id AS text), '')
                 WHERE o.id =\s""" + id) > 0;
        Optional<ErrorKind> expected =
                done || notApproved || equalSince ? Optional.of(ErrorKind.CHANGED_MEANWHILE) : Optional.empty();
        Set<UUID> before = idsOf("SELECT id FROM scheduled_job");
        Optional<ErrorKind> refused = Optional.empty();
        try {
            server.undoOperation.run(OPERATOR, UUID.fromString(id.replace("'", "")), null);
        } catch (CommandException e) {
            refused = Optional.of(e.kind());
        }
        require(refused.equals(expected), "Undo of " + id + " gave " + refused + ", expected " + expected);
        Set<UUID> restored = idsOf("SELECT id FROM scheduled_job");
        restored.removeAll(before);
        require(gone(before).isEmpty(), "An undo removed jobs");
        coverage.count(refused.isPresent() ? Happening.UNDO_REFUSED : Happening.UNDONE, 1);
        if (refused.isPresent()) {
            require(restored.isEmpty(), "A refused undo put back " + restored);
            return "undo: " + refused.get();
        }
        long same = number("""
                SELECT count(*) FROM unscheduled_job u JOIN scheduled_job j ON j.id = u.restored_as
                 WHERE j.agent_id = u.agent_id AND coalesce(j.schedule, '') = coalesce(u.schedule, '')
                   AND j.next_run = u.next_run AND j.retry_count = u.retry_count AND j.state = 'SCHEDULED'
                   AND u.operation_id =\s""" + id);
        require(same == restored.size(), "Only " + same + " of " + restored.size() + " jobs are as they were");
        require(same == number("SELECT jobs FROM job_operation WHERE id = " + id), "Not all were put back");
        known.addAll(restored.stream().sorted().toList());
        return "undo: " + restored.size() + " jobs put back";
    }

    private String reschedule() {
        try {
            server.rescheduleJobs.run(OPERATOR, new AttemptSelection.ByQuery("JobType -eq \"SimulatedWork\""));
            return "reschedule: done";
        } catch (CommandException e) {
            // Custom jobs that run once, or at an interval, are not rescheduled: always refused once one has failed.
            require(e.kind() == ErrorKind.NOT_ELIGIBLE, "Reschedule refused with " + e.kind());
            return "reschedule: refused";
        }
    }

    private String acknowledge() {
        server.acknowledgeJobs.run(OPERATOR, new AttemptSelection.ByQuery("Result -ge 3"));
        return "acknowledge all";
    }

    private String approveOrDisapprove() {
        List<UUID> registered = agentIds();
        if (registered.isEmpty()) {
            return "nobody to approve";
        }
        if (random.nextInt(4) > 0) {
            server.approveAgents.run(OPERATOR, new AgentIds(new LinkedHashSet<>(registered)));
            return "all agents approved";
        }
        UUID agentId = pick(registered);
        server.disapproveAgents.run(OPERATOR, new AgentIds(Set.of(agentId)));
        return "agent " + agentId + " disapproved";
    }

    private String crash() {
        coverage.count(Happening.CRASH, 1);
        int number = random.nextInt(agents.size());
        SimulatedAgent agent = agents.get(number);
        if (random.nextInt(4) == 0) {
            agent.crashAndLoseDisk(timeOf(number));
            return agent.name() + " loses its disk";
        }
        agent.crash(timeOf(number));
        return agent.name() + " crashes";
    }

    /** Everything heals; the agents run until none has anything to do and nothing is in process. */
    private void settle() {
        lastAction = "settling";
        networks.forEach(FaultyTransport::heal);
        server.unscheduleJobs.run(OPERATOR, new JobSelection.ByQuery("ScheduleType -startswith \"I_\""));
        for (UUID pause = controls.endPause(random); pause != null; pause = controls.endPause(random)) {
            resume(pause);
        }
        for (UUID quiet = controls.endQuietHours(random); quiet != null; quiet = controls.endQuietHours(random)) {
            server.removeQuietHours.run(OPERATOR, quiet);
        }
        for (int round = 0; round < 60; round++) {
            // Under a cap few jobs begin in a round; this many rounds show that the cap lets them through.
            UUID cap = round == ROUNDS_UNDER_A_CAP ? controls.endCap() : null;
            if (cap != null) {
                server.removeCap.run(OPERATOR, cap);
            }
            rollouts("STOPPED").forEach(rollout -> server.resumeRollout.run(OPERATOR, rollout));
            server.tick();
            List<UUID> registered = agentIds();
            if (!registered.isEmpty()) {
                server.approveAgents.run(OPERATOR, new AgentIds(new LinkedHashSet<>(registered)));
            }
            clock.advance(Duration.ofSeconds(90));
            server.closeLostAttempts.run();
            for (int i = 0; i < agents.size(); i++) {
                SimulatedAgent agent = agents.get(i);
                int calls = 0;
                while (calls++ < 200 && agent.step(timeOf(i))) {
                    lastAction = agent.name() + " settles";
                }
            }
            if (round > 3 && number("SELECT count(*) FROM scheduled_job") == 0) {
                server.tick();
                return;
            }
        }
    }

    private Set<UUID> gone(Set<UUID> before) {
        Set<UUID> gone = new HashSet<>(before);
        gone.removeAll(idsOf("SELECT id FROM scheduled_job"));
        return gone;
    }

    private List<UUID> agentIds() {
        return database.read(tx -> tx.createQuery("SELECT id FROM agent ORDER BY id")
                .mapTo(UUID.class)
                .list());
    }

    private Set<UUID> idsOf(String sql) {
        return new HashSet<>(
                database.read(tx -> tx.createQuery(sql).mapTo(UUID.class).set()));
    }

    private long number(String sql) {
        return database.read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    private UUID pick(List<UUID> list) {
        return list.get(random.nextInt(list.size()));
    }

    private SimulatedServer newServer() {
        return new SimulatedServer(database, clock, ids, random, coverage);
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError(lastAction() + ": " + problem);
        }
    }

    /** What the simulated agents do: nothing, and fail at it now and then. */
    private final class Work implements CustomJob {
        @Override
        public String name() {
            return SimulatedWork.JOB_TYPE;
        }

        @Override
        public String description() {
            return "Fails one time in five.";
        }

        @Override
        public List<CustomJobField> fields() {
            return List.of();
        }

        @Override
        public String run(CustomJobRequest request) throws CustomJobException {
            if (random.nextInt(5) == 0) {
                throw new CustomJobException("The simulation wanted it to fail.");
            }
            return "done";
        }
    }
}
