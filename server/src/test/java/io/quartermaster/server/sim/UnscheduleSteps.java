package io.quartermaster.server.sim;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.operation.ApplyMode;
import io.quartermaster.server.operation.PlanOrder;
import io.quartermaster.server.operation.PlannedJob;
import io.quartermaster.server.sim.Coverage.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * People who take jobs off the schedule, and put them back. Every outcome is compared with what a person reading the tables just
 * before would expect.
 */
final class UnscheduleSteps {
    private final Scene scene;
    private final JobSteps jobs;
    private final AgentSteps agents;

    UnscheduleSteps(Scene scene, JobSteps jobs, AgentSteps agents) {
        this.scene = scene;
        this.jobs = jobs;
        this.agents = agents;
    }

    String unscheduleById() {
        if (scene.known.isEmpty()) {
            return "nothing to unschedule";
        }
        List<UUID> chosen = new ArrayList<>();
        int count = 1 + scene.random.nextInt(3);
        for (int i = 0; i < count; i++) {
            // Mostly jobs of late, which may still be on the schedule.
            chosen.add(
                    scene.random.nextInt(4) == 0
                            ? scene.pick(scene.known)
                            : scene.known.get(
                                    scene.known.size() - 1 - scene.random.nextInt(Math.min(6, scene.known.size()))));
        }
        Set<UUID> before = scene.idsOf("SELECT id FROM scheduled_job");
        Set<UUID> running = scene.idsOf("SELECT id FROM scheduled_job WHERE state = 'IN_PROCESS' AND NOT recurring");
        Optional<ErrorKind> expected = !before.containsAll(chosen)
                ? Optional.of(ErrorKind.UNKNOWN_ID)
                : chosen.stream().anyMatch(running::contains) ? Optional.of(ErrorKind.NOT_ELIGIBLE) : Optional.empty();
        Optional<ErrorKind> refused = unschedule(new JobSelection.ById(chosen));
        scene.require(
                refused.equals(expected), "Unschedule of " + chosen + " gave " + refused + ", expected " + expected);
        Set<UUID> gone = scene.gone(before);
        scene.require(
                gone.equals(refused.isPresent() ? Set.of() : Set.copyOf(chosen)), "Unschedule by id removed " + gone);
        return "unschedule " + chosen.size() + " by id: "
                + refused.map(ErrorKind::name).orElse("done");
    }

    String unscheduleByQuery() {
        List<UUID> registered = scene.agentIds();
        if (registered.isEmpty()) {
            return "nothing to unschedule";
        }
        UUID agentId = scene.pick(registered);
        boolean recurringOnly = scene.random.nextBoolean();
        String query = "AgentId -eq \"" + agentId + "\""
                + (recurringOnly ? " AND ScheduleType -startswith \"I_\"" : " AND JobType -eq \"SimulatedWork\"");
        Set<UUID> before = scene.idsOf("SELECT id FROM scheduled_job");
        Set<UUID> expected =
                scene.idsOf("SELECT id FROM scheduled_job WHERE (state = 'SCHEDULED' OR recurring) AND agent_id = '"
                        + agentId + "'" + (recurringOnly ? " AND schedule LIKE 'I%'" : ""));
        Optional<ErrorKind> refused = unschedule(new JobSelection.ByQuery(query));
        scene.require(refused.isEmpty(), "A query of eligible jobs was refused: " + refused);
        Set<UUID> gone = scene.gone(before);
        scene.require(gone.equals(expected), "Unschedule by query removed " + gone + ", expected " + expected);
        return "unschedule by query: " + gone.size() + " jobs";
    }

    /** Between a plan and its application, the world goes on. Now and then a plan is applied once more. */
    String planAndApply() {
        List<UUID> registered = scene.agentIds();
        if (registered.isEmpty()) {
            return "nothing to plan";
        }
        UUID agentId = scene.pick(registered);
        PlanOrder order =
                new PlanOrder(BulkAction.UNSCHEDULE, new JobSelection.ByQuery("AgentId -eq \"" + agentId + "\""), null);
        UUID plan = scene.server().createPlan.run(Scene.OPERATOR, order).plan().id();
        Set<UUID> planned = scene.server().listPlanJobs.run(Scene.OPERATOR, plan, true, 0, 1_000).stream()
                .map(PlannedJob::jobId)
                .collect(Collectors.toSet());
        for (int i = scene.random.nextInt(4); i > 0; i--) {
            scene.lastAction = "between plan and apply: "
                    + (scene.random.nextInt(4) == 0 ? jobs.scheduleJobs() : agents.agentStep());
        }
        Set<UUID> before = scene.idsOf("SELECT id FROM scheduled_job");
        Set<UUID> unschedulable =
                scene.idsOf("SELECT id FROM scheduled_job WHERE (state = 'SCHEDULED' OR recurring) AND agent_id = '"
                        + agentId + "'");
        Consumer<SimulatedServer> apply =
                server -> server.applyPlan.run(Scene.OPERATOR, plan, ApplyMode.ALL_OR_NOTHING, null);
        Optional<ErrorKind> refused = unscheduledBy(apply);
        Optional<ErrorKind> expected =
                planned.equals(unschedulable) ? Optional.empty() : Optional.of(ErrorKind.CHANGED_MEANWHILE);
        scene.require(refused.equals(expected), "Apply gave " + refused + ", expected " + expected);
        scene.require(
                scene.gone(before).equals(refused.isPresent() ? Set.of() : planned),
                "Apply removed " + scene.gone(before));
        scene.coverage.count(refused.isPresent() ? Happening.PLAN_OUTDATED : Happening.PLAN_APPLIED, 1);
        if (refused.isEmpty() && scene.random.nextBoolean()) {
            Set<UUID> left = scene.idsOf("SELECT id FROM scheduled_job");
            apply.accept(scene.server());
            scene.require(scene.gone(left).isEmpty(), "A plan that was applied again removed " + scene.gone(left));
        }
        return "plan of " + planned.size() + " jobs: "
                + refused.map(ErrorKind::name).orElse("applied");
    }

    /** Mostly of late. The restored jobs are other jobs; those that were unscheduled stay so. */
    String undo() {
        List<UUID> unschedules = scene.database.read(tx -> tx.createQuery(
                        "SELECT id FROM job_operation WHERE action = 'UNSCHEDULE' AND jobs > 0 ORDER BY id DESC LIMIT 3")
                .mapTo(UUID.class)
                .list());
        if (unschedules.isEmpty()) {
            return "nothing to undo";
        }
        String id = "'" + scene.pick(unschedules) + "'";
        boolean done =
                scene.number("SELECT count(*) FROM job_operation WHERE undone_by IS NOT NULL AND id = " + id) > 0;
        boolean agentChanged =
                scene.number("SELECT count(*) FROM unscheduled_job u LEFT JOIN agent g ON g.id = u.agent_id"
                                + " JOIN job_operation o ON o.id = u.operation_id"
                                + " WHERE (g.status IS DISTINCT FROM 2 OR g.reset_at >= o.at) AND o.id = " + id)
                        > 0;
        boolean equalSince = scene.number("""
                SELECT count(*)
                  FROM unscheduled_job u JOIN job_operation o ON o.id = u.operation_id
                  JOIN scheduled_job j ON j.agent_id = u.agent_id AND j.requested_at > o.at
                   AND coalesce(j.schedule, '') = coalesce(u.schedule, '')
                   AND coalesce(CAST(j.store_id AS text), '') = coalesce(CAST(u.store_id AS text), '')
                 WHERE o.id =\s""" + id) > 0;
        Optional<ErrorKind> expected =
                done || agentChanged || equalSince ? Optional.of(ErrorKind.CHANGED_MEANWHILE) : Optional.empty();
        Set<UUID> before = scene.idsOf("SELECT id FROM scheduled_job");
        Optional<ErrorKind> refused = Optional.empty();
        try {
            scene.server().undoOperation.run(Scene.OPERATOR, UUID.fromString(id.replace("'", "")), null);
        } catch (CommandException e) {
            refused = Optional.of(e.kind());
        }
        scene.require(refused.equals(expected), "Undo of " + id + " gave " + refused + ", expected " + expected);
        Set<UUID> restored = scene.idsOf("SELECT id FROM scheduled_job");
        restored.removeAll(before);
        scene.require(scene.gone(before).isEmpty(), "An undo removed jobs");
        scene.coverage.count(refused.isPresent() ? Happening.UNDO_REFUSED : Happening.UNDONE, 1);
        if (refused.isPresent()) {
            scene.require(restored.isEmpty(), "A refused undo put back " + restored);
            return "undo: " + refused.get();
        }
        long same = scene.number("""
                SELECT count(*) FROM unscheduled_job u JOIN scheduled_job j ON j.id = u.restored_as
                 WHERE j.agent_id = u.agent_id AND coalesce(j.schedule, '') = coalesce(u.schedule, '')
                   AND j.next_run = u.next_run AND j.retry_count = u.retry_count AND j.state = 'SCHEDULED'
                   AND u.operation_id =\s""" + id);
        scene.require(same == restored.size(), "Only " + same + " of " + restored.size() + " jobs are as they were");
        scene.require(same == scene.number("SELECT jobs FROM job_operation WHERE id = " + id), "Not all were put back");
        scene.known.addAll(restored.stream().sorted().toList());
        return "undo: " + restored.size() + " jobs put back";
    }

    private Optional<ErrorKind> unschedule(JobSelection selection) {
        return unscheduledBy(server -> server.unscheduleJobs.run(Scene.OPERATOR, selection));
    }

    /** Now and then the first server that is asked dies, and another is asked. */
    private Optional<ErrorKind> unscheduledBy(Consumer<SimulatedServer> command) {
        Set<UUID> before = scene.idsOf("SELECT id FROM scheduled_job");
        try {
            if (scene.random.nextInt(6) > 0) {
                command.accept(scene.server());
            } else if (scene.servers.killDuring(command)) {
                scene.require(
                        scene.gone(before).isEmpty(), "A command that was cut short removed " + scene.gone(before));
                scene.coverage.count(Happening.SERVER_KILLED_IN_COMMAND, 1);
                command.accept(scene.server());
            }
        } catch (CommandException e) {
            scene.coverage.count(Happening.UNSCHEDULE_REFUSED, 1);
            return Optional.of(e.kind());
        }
        Set<UUID> gone = scene.gone(before);
        scene.off(gone);
        Set<UUID> recurring = scene.idsOf("SELECT job_id FROM job_history WHERE schedule LIKE 'I%'");
        Set<UUID> inProcess = scene.idsOf("SELECT job_id FROM attempt_in_process");
        inProcess.retainAll(gone);
        scene.coverage.count(Happening.UNSCHEDULED, gone.size());
        scene.coverage.count(Happening.UNSCHEDULED_WHILE_IN_PROCESS, inProcess.size());
        inProcess.removeAll(recurring);
        scene.require(inProcess.isEmpty(), "One-time jobs in process were reported as unscheduled: " + inProcess);
        return Optional.empty();
    }
}
