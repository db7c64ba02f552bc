package io.quartermaster.server.sim;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** People who schedule jobs, and who look after those that failed. */
final class JobSteps {
    private final Scene scene;

    JobSteps(Scene scene) {
        this.scene = scene;
    }

    String scheduleJobs() {
        List<UUID> registered = scene.agentIds();
        if (registered.isEmpty()) {
            return "nobody to schedule for";
        }
        List<NewJob> jobs = new ArrayList<>();
        UUID agentId = scene.pick(registered);
        // Now and then more than an agent can do at once, so that jobs it knows of wait for their turn.
        int count = 1 + scene.random.nextInt(scene.random.nextInt(4) == 0 ? 12 : 3);
        for (int i = 0; i < count; i++) {
            // A store belongs to one agent, as in the real world.
            int store = scene.random.nextInt(Scene.STORES * 2);
            boolean onStore = store < Scene.STORES && agentId.equals(registered.getFirst());
            if (onStore) {
                know(scene.stores.get(store), agentId);
            }
            jobs.add(scene.job(agentId, onStore ? scene.stores.get(store) : null, randomSchedule()));
        }
        scene.database.runInTransaction(tx -> scene.server().schedule.add(tx, "operator", jobs, scene.clock.instant()));
        jobs.forEach(job -> scene.known.add(job.jobId()));
        return count + " jobs scheduled for " + agentId;
    }

    /** An undo looks whether the store is still there, and still the agent's. */
    private void know(StorePlace store, UUID agentId) {
        scene.database.runInTransaction(
                tx -> tx.execute("UPDATE certificate_store SET agent_id = ? WHERE id = ?", agentId, store.storeId()));
    }

    private Schedule randomSchedule() {
        Instant later =
                scene.clock.instant().plusSeconds(scene.random.nextInt(300)).truncatedTo(ChronoUnit.MINUTES);
        return switch (scene.random.nextInt(6)) {
            case 0 -> new Schedule.ExactlyOnce(later);
            case 1 -> new Schedule.Interval(1 + scene.random.nextInt(4));
            default -> Schedule.ofText(null);
        };
    }

    String reschedule() {
        try {
            scene.server()
                    .rescheduleJobs
                    .run(Scene.OPERATOR, new AttemptSelection.ByQuery("JobType -eq \"SimulatedWork\""));
            return "reschedule: done";
        } catch (CommandException e) {
            // Custom jobs that run once, or at an interval, are not rescheduled: always refused once one has failed.
            scene.require(e.kind() == ErrorKind.NOT_ELIGIBLE, "Reschedule refused with " + e.kind());
            return "reschedule: refused";
        }
    }

    String acknowledge() {
        scene.server().acknowledgeJobs.run(Scene.OPERATOR, new AttemptSelection.ByQuery("Result -ge 3"));
        return "acknowledge all";
    }
}
