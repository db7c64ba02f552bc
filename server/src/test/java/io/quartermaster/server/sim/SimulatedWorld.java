package io.quartermaster.server.sim;

import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.sim.Coverage.Happening;
import java.time.Duration;

/**
 * People, agents, several servers and a network, driven by one seed. Each step does one thing: an agent makes a call (which the
 * network may lose, repeat or delay), a person gives a command, something restarts, or time passes. After each step the
 * {@link Invariants} hold.
 */
final class SimulatedWorld {
    private static final int ROUNDS_UNDER_A_CAP = 15;

    private final Scene scene;
    private final AgentSteps agents;
    private final JobSteps jobs;
    private final UnscheduleSteps unschedules;
    private final ControlSteps controls;
    private final RolloutSteps rollouts;
    private final Invariants invariants;
    private long step;

    SimulatedWorld(long seed, TestDatabase database, int agentCount, double faultRate, Coverage coverage) {
        this.scene = new Scene(seed, database, coverage);
        this.agents = new AgentSteps(scene, agentCount, faultRate);
        this.jobs = new JobSteps(scene);
        this.unschedules = new UnscheduleSteps(scene, jobs, agents);
        this.controls = new ControlSteps(scene);
        this.rollouts = new RolloutSteps(scene);
        this.invariants = new Invariants(scene.database, agents.agents(), scene.unscheduledAfter, scene.controls);
    }

    /** For a failure's message. */
    String lastAction() {
        return "step " + step + ": " + scene.lastAction;
    }

    /** Does so many steps, and then lets everything heal and come to rest. */
    void run(int steps) {
        for (step = 1; step <= steps; step++) {
            scene.lastAction = act();
            invariants.check(lastAction());
        }
        scene.server().selfCheck.run();
        settle();
        scene.server().selfCheck.run();
        invariants.checkAtRest(
                scene.clock.instant(),
                job -> scene.server().explainJob.run(Scene.OPERATOR, job).toString());
        scene.coverage.count(Happening.ATTEMPT_BEGUN, scene.number("SELECT count(*) FROM job_history"));
        scene.coverage.count(
                Happening.LOST_ATTEMPT, scene.number("SELECT count(*) FROM job_event WHERE event = 'LOST'"));
        scene.coverage.count(
                Happening.RESTORED_JOB_BEGUN,
                scene.number(
                        "SELECT count(*) FROM job_history WHERE job_id IN (SELECT restored_as FROM unscheduled_job)"));
        scene.coverage.count(Happening.ROLLOUT_COMPLETED, scene.number("SELECT count(*) FROM rollout"));
        scene.coverage.count(Happening.RETRY, scene.number("SELECT count(*) FROM job_history WHERE retry_count > 0"));
    }

    private String act() {
        scene.clock.advance(Duration.ofMillis(scene.random.nextInt(4_000)));
        scene.controls.rememberStoppedRollouts();
        invariants.checkMemory(scene.servers.followSessionChanges(), lastAction());
        int dice = scene.random.nextInt(126);
        if (dice < 54) {
            return agents.agentStep();
        } else if (dice < 68) {
            return jobs.scheduleJobs();
        } else if (dice < 75) {
            return unschedules.unscheduleById();
        } else if (dice < 79) {
            return unschedules.unscheduleByQuery();
        } else if (dice < 82) {
            return unschedules.planAndApply();
        } else if (dice < 87) {
            return unschedules.undo();
        } else if (dice < 88) {
            return jobs.reschedule();
        } else if (dice < 89) {
            return jobs.acknowledge();
        } else if (dice < 91) {
            return agents.approveOrDisapprove();
        } else if (dice < 93) {
            return agents.crash();
        } else if (dice < 94) {
            return scene.servers.restartOne();
        } else if (dice < 97) {
            return agents.deliverOneDelayed();
        } else if (dice < 101) {
            scene.clock.advance(Duration.ofSeconds(scene.random.nextInt(400)));
            scene.servers.tick();
            return "time passes; " + scene.server().closeLostAttempts.run() + " attempts closed";
        } else if (dice < 104) {
            return controls.pause();
        } else if (dice < 106) {
            return controls.quietHours();
        } else if (dice < 107) {
            return controls.cap();
        } else if (dice < 110) {
            return controls.endAControl();
        } else if (dice < 113) {
            return rollouts.startRollout();
        } else if (dice < 116) {
            return rollouts.stopOrResumeRollout();
        } else if (dice < 123) {
            return agents.askAgain();
        } else if (dice < 125) {
            return agents.approveOrDisapprove();
        } else {
            return agents.resetOrDelete();
        }
    }

    /** Everything heals; the agents run until none has anything to do and nothing is in process. */
    private void settle() {
        scene.lastAction = "settling";
        agents.heal();
        scene.server().unscheduleJobs.run(Scene.OPERATOR, new JobSelection.ByQuery("ScheduleType -startswith \"I_\""));
        controls.endHolds();
        for (int round = 0; round < 60; round++) {
            // Under a cap few jobs begin in a round; this many rounds show that the cap lets them through.
            if (round == ROUNDS_UNDER_A_CAP) {
                controls.endCap();
            }
            rollouts.resumeAll();
            scene.servers.tick();
            scene.clock.advance(Duration.ofSeconds(90));
            scene.server().closeLostAttempts.run();
            agents.settle();
            if (round > 3 && scene.number("SELECT count(*) FROM scheduled_job") == 0) {
                scene.servers.tick();
                return;
            }
        }
    }
}
