package io.quartermaster.server.sim;

import io.quartermaster.agent.custom.CustomHandler;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.sim.SimulatedAgent;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobException;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.spi.CustomJobRequest;
import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.sim.Coverage.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The agents, their networks and their clocks, and the people who approve them. */
final class AgentSteps {
    /** Clocks of agents are off by so much at most. */
    private static final int SKEW_SECONDS_MAX = 240;

    private final Scene scene;
    private final List<SimulatedAgent> agents = new ArrayList<>();

    /** How far the clock of each agent is ahead. */
    private final List<Duration> skews = new ArrayList<>();

    private final List<FaultyTransport> networks = new ArrayList<>();

    AgentSteps(Scene scene, int agentCount, double faultRate) {
        this.scene = scene;
        List<SimulatedServer.Sent> delayed = new ArrayList<>();
        for (int i = 0; i < agentCount; i++) {
            String name = "agent-" + i;
            FaultyTransport network =
                    new FaultyTransport(name, scene.servers, scene.random, faultRate, scene.coverage, delayed);
            networks.add(network);
            skews.add(Duration.ofSeconds(scene.random.nextInt(2 * SKEW_SECONDS_MAX + 1) - SKEW_SECONDS_MAX));
            agents.add(new SimulatedAgent(
                    name,
                    List.of(new CustomHandler(new Work(), Map.of())),
                    network,
                    scene.random,
                    scene.clock.instant().plus(skews.get(i)),
                    SimulatedAgent.quiet()));
        }
    }

    List<SimulatedAgent> agents() {
        return agents;
    }

    String agentStep() {
        int number = scene.random.nextInt(agents.size());
        SimulatedAgent agent = agents.get(number);
        if (agent.nextStep().isAfter(timeOf(number)) && scene.random.nextInt(3) == 0) {
            Instant next = agent.nextStep().equals(Instant.MAX)
                    ? Instant.MAX
                    : agent.nextStep().minus(skews.get(number));
            scene.clock.advanceTo(min(next, scene.clock.instant().plusSeconds(60)));
        }
        return agent.name() + (agent.step(timeOf(number)) ? " does something" : " has nothing to do");
    }

    /** What time it is for an agent. */
    private Instant timeOf(int agent) {
        return scene.clock.instant().plus(skews.get(agent));
    }

    String approveOrDisapprove() {
        List<UUID> registered = scene.agentIds();
        if (registered.isEmpty()) {
            return "nobody to approve";
        }
        if (scene.random.nextInt(4) > 0) {
            scene.server().approveAgents.run(Scene.OPERATOR, new AgentIds(new LinkedHashSet<>(registered)));
            return "all agents approved";
        }
        UUID agentId = scene.pick(registered);
        scene.server().disapproveAgents.run(Scene.OPERATOR, new AgentIds(Set.of(agentId)));
        return "agent " + agentId + " disapproved";
    }

    String crash() {
        scene.coverage.count(Happening.CRASH, 1);
        int number = scene.random.nextInt(agents.size());
        SimulatedAgent agent = agents.get(number);
        if (scene.random.nextInt(4) == 0) {
            agent.crashAndLoseDisk(timeOf(number));
            return agent.name() + " loses its disk";
        }
        agent.crash(timeOf(number));
        return agent.name() + " crashes";
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /**
     * An agent asks for a job that was taken off the schedule, as one does that never heard of it; half of the time for one
     * that had begun before.
     */
    String askAgain() {
        List<UUID> off = new ArrayList<>(scene.unscheduledAfter.keySet());
        if (scene.random.nextBoolean()) {
            off.retainAll(scene.idsOf("SELECT job_id FROM job_history"));
        }
        SimulatedAgent agent = agents.get(scene.random.nextInt(agents.size()));
        if (off.isEmpty() || agent.sessionToken().isEmpty()) {
            return "nobody asks again";
        }
        off.sort(Comparator.naturalOrder());
        UUID job = scene.pick(off.subList(Math.max(0, off.size() - 5), off.size()));
        ConfigureRequest request = new ConfigureRequest(agent.sessionToken().orElseThrow(), job.toString());
        scene.server().call(agent.name(), AgentPaths.CUSTOM_CONFIGURE, request, Object.class);
        scene.coverage.count(Happening.ASKED_AGAIN, 1);
        return agent.name() + " asks again for " + job;
    }

    /** All of its jobs leave the schedule for good. It registers anew when it calls next. */
    String resetOrDelete() {
        List<UUID> registered = scene.agentIds();
        if (registered.isEmpty()) {
            return "nobody to reset";
        }
        UUID agentId = scene.pick(registered);
        Set<UUID> jobs = scene.idsOf("SELECT id FROM scheduled_job WHERE agent_id = '" + agentId + "'");
        AgentIds chosen = new AgentIds(Set.of(agentId));
        boolean delete = scene.random.nextInt(3) == 0;
        if (delete) {
            scene.server().disapproveAgents.run(Scene.OPERATOR, chosen);
            scene.server().deleteAgent.run(Scene.OPERATOR, agentId, true);
        } else {
            scene.server().resetAgents.run(Scene.OPERATOR, chosen);
        }
        scene.off(jobs);
        scene.coverage.count(delete ? Happening.AGENT_DELETED : Happening.AGENT_RESET, 1);
        return "agent " + agentId + (delete ? " deleted" : " reset") + " with " + jobs.size() + " jobs";
    }

    String deliverOneDelayed() {
        networks.get(scene.random.nextInt(networks.size())).deliverOneDelayed();
        return "a delayed request arrives";
    }

    void heal() {
        networks.forEach(FaultyTransport::heal);
    }

    /** All are approved, and do what they have to do. */
    void settle() {
        List<UUID> registered = scene.agentIds();
        if (!registered.isEmpty()) {
            scene.server().approveAgents.run(Scene.OPERATOR, new AgentIds(new LinkedHashSet<>(registered)));
        }
        for (int i = 0; i < agents.size(); i++) {
            SimulatedAgent agent = agents.get(i);
            int calls = 0;
            while (calls++ < 200 && agent.step(timeOf(i))) {
                scene.lastAction = agent.name() + " settles";
            }
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
            if (scene.random.nextInt(5) == 0) {
                throw new CustomJobException("The simulation wanted it to fail.");
            }
            return "done";
        }
    }
}
