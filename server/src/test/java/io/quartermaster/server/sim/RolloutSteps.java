package io.quartermaster.server.sim;

import io.quartermaster.server.control.RolloutPlan;
import io.quartermaster.server.control.WaveSize;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.job.ScheduledCustomJobs;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.sim.Coverage.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** People who roll jobs out in waves. */
final class RolloutSteps {
    private final Scene scene;

    RolloutSteps(Scene scene) {
        this.scene = scene;
    }

    String startRollout() {
        List<UUID> registered = scene.agentIds();
        if (registered.isEmpty()) {
            return "nobody to roll out to";
        }
        List<NewJob> jobs = new ArrayList<>();
        int count = 2 + scene.random.nextInt(5);
        for (int i = 0; i < count; i++) {
            jobs.add(scene.job(scene.pick(registered), null, Schedule.ofText(null)));
        }
        RolloutPlan plan = new RolloutPlan(
                List.of(new WaveSize.Count(1), new WaveSize.Percent(60), new WaveSize.Percent(100)), 1, null);
        scene.database.runInTransaction(tx -> {
            scene.server().schedule.add(tx, "operator", jobs, scene.clock.instant());
            scene.server()
                    .holdInWaves
                    .run(
                            tx,
                            "operator",
                            SimulatedWork.JOB_TYPE,
                            jobs.stream()
                                    .map(job -> new ScheduledCustomJobs.JobOfAgent(job.jobId(), job.agentId()))
                                    .toList(),
                            plan,
                            scene.clock.instant());
        });
        jobs.forEach(job -> scene.known.add(job.jobId()));
        scene.coverage.count(Happening.ROLLOUT, 1);
        return "rollout of " + count + " jobs";
    }

    String stopOrResumeRollout() {
        List<UUID> running = rollouts("RUNNING");
        List<UUID> stopped = rollouts("STOPPED");
        if (!stopped.isEmpty() && scene.random.nextBoolean()) {
            UUID rollout = scene.pick(stopped);
            scene.server().resumeRollout.run(Scene.OPERATOR, rollout);
            return "rollout " + rollout + " resumed";
        }
        if (running.isEmpty()) {
            return "no rollout to stop";
        }
        UUID rollout = scene.pick(running);
        scene.server().stopRollout.run(Scene.OPERATOR, rollout);
        scene.coverage.count(Happening.ROLLOUT_STOPPED, 1);
        return "rollout " + rollout + " stopped";
    }

    private List<UUID> rollouts(String state) {
        return scene.database.read(tx -> tx.createQuery("SELECT id FROM rollout WHERE state = :state ORDER BY id")
                .bind("state", state)
                .mapTo(UUID.class)
                .list());
    }

    void resumeAll() {
        rollouts("STOPPED").forEach(rollout -> scene.server().resumeRollout.run(Scene.OPERATOR, rollout));
    }
}
