package io.quartermaster.server.sim;

import io.quartermaster.server.control.CapSubject;
import io.quartermaster.server.control.PauseSubject;
import io.quartermaster.server.control.QuietHoursRequest;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.sim.Coverage.Happening;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** People who hold jobs back: pauses, quiet hours, caps. */
final class ControlSteps {
    private final Scene scene;

    ControlSteps(Scene scene) {
        this.scene = scene;
    }

    String pause() {
        List<UUID> registered = scene.agentIds();
        if (registered.isEmpty()) {
            return "nobody to pause";
        }
        UUID agentId = scene.pick(registered);
        String ofAgent = "h.agent_id = '" + agentId + "'";
        Instant until =
                scene.random.nextInt(3) == 0 ? null : scene.clock.instant().plusSeconds(1 + scene.random.nextInt(200));
        PauseSubject subject;
        String jobs;
        switch (scene.random.nextInt(4)) {
            case 0 -> {
                subject = new PauseSubject.OfAgent(agentId);
                jobs = ofAgent;
            }
            case 1 -> {
                subject = new PauseSubject.InContainer(Scene.CONTAINER);
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
        UUID id = scene.server()
                .pauseJobs
                .run(Scene.OPERATOR, subject, "The simulation", until)
                .id();
        scene.controls.pause(id, jobs, until);
        scene.coverage.count(Happening.PAUSED, 1);
        return "paused " + subject.words() + " until " + until;
    }

    String quietHours() {
        LocalTime now =
                scene.clock.instant().atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        LocalTime from = now.minusMinutes(scene.random.nextInt(5));
        LocalTime to = now.plusMinutes(1 + scene.random.nextInt(6));
        UUID id = scene.server()
                .setQuietHours
                .run(
                        Scene.OPERATOR,
                        new QuietHoursRequest(
                                        Scene.CONTAINER, null, from.toString(), to.toString(), null, "The simulation")
                                .checked())
                .id();
        scene.controls.quiet(id, "h.store_id IS NOT NULL", from, to);
        scene.coverage.count(Happening.QUIET_HOURS, 1);
        return "quiet from " + from + " to " + to;
    }

    String cap() {
        int running = (int) scene.number("SELECT count(*) FROM attempt_in_process");
        int max = running + 1 + scene.random.nextInt(2);
        scene.controls.cap(
                scene.server()
                        .setCap
                        .run(Scene.OPERATOR, new CapSubject.All(), max)
                        .id(),
                max);
        scene.coverage.count(Happening.CAPPED, 1);
        return "capped at " + max;
    }

    String endAControl() {
        UUID pause = scene.controls.endPause(scene.random);
        if (pause != null) {
            resume(pause);
        }
        UUID quiet = scene.controls.endQuietHours(scene.random);
        if (quiet != null) {
            scene.server().removeQuietHours.run(Scene.OPERATOR, quiet);
        }
        UUID cap = scene.random.nextInt(3) == 0 ? scene.controls.endCap() : null;
        if (cap != null) {
            scene.server().removeCap.run(Scene.OPERATOR, cap);
        }
        return "ended pause " + pause + ", quiet hours " + quiet + ", cap " + cap;
    }

    private void resume(UUID pause) {
        try {
            scene.server().resumeJobs.run(Scene.OPERATOR, pause);
        } catch (CommandException e) {
            scene.require(e.kind() == ErrorKind.NOT_FOUND, "Resume was refused with " + e.kind());
        }
    }

    /** All pauses and quiet hours; a cap stays. */
    void endHolds() {
        for (UUID pause = scene.controls.endPause(scene.random);
                pause != null;
                pause = scene.controls.endPause(scene.random)) {
            resume(pause);
        }
        for (UUID quiet = scene.controls.endQuietHours(scene.random);
                quiet != null;
                quiet = scene.controls.endQuietHours(scene.random)) {
            scene.server().removeQuietHours.run(Scene.OPERATOR, quiet);
        }
    }

    void endCap() {
        UUID cap = scene.controls.endCap();
        if (cap != null) {
            scene.server().removeCap.run(Scene.OPERATOR, cap);
        }
    }
}
