package io.quartermaster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quartermaster.cli.api.ApiClient;
import io.quartermaster.cli.process.ChildProcess;
import io.quartermaster.cli.process.Leash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts an agent, which the server then knows as new, and approves it as a person would. */
final class ApproveAgent {
    static final String NAME = "demo-machine";

    /** Jobs that the agent does at a time. Few, so that jobs queue behind each other, as after a busy night. */
    static final int WORKERS = 2;

    private static final int NEW = 1;
    private static final int APPROVED = 2;

    private final Programs programs;
    private final DemoFolder folder;
    private final Household household;
    private final Leash leash;
    private final Waiting waiting;
    private final Narration narration;

    ApproveAgent(
            Programs programs,
            DemoFolder folder,
            Household household,
            Leash leash,
            Waiting waiting,
            Narration narration) {
        this.programs = programs;
        this.folder = folder;
        this.household = household;
        this.leash = leash;
        this.waiting = waiting;
        this.narration = narration;
    }

    /** An agent that is approved and has a session. */
    record Agent(String id, ChildProcess process) {
        AgentRecord record() {
            return AgentRecord.read(process);
        }
    }

    /** @param readable the folder whose files its FileChecksum jobs may look at */
    Agent run(StartServer.Server server, Path readable) throws InterruptedException {
        ChildProcess process = household.start(() -> ChildProcess.start(
                "The agent",
                List.of(
                        programs.java().toString(),
                        "-jar",
                        programs.agentJar().toString(),
                        "--server",
                        server.https().toString(),
                        "--trust",
                        server.certificate().toString(),
                        "--name",
                        NAME,
                        "--username",
                        server.agentAccount().name(),
                        "--state",
                        folder.agent().toString(),
                        "--store-rules",
                        folder.storeRules().toString(),
                        "--workers",
                        Integer.toString(WORKERS),
                        "--setting",
                        "FileChecksum.Roots=" + readable),
                Map.of("QM_AGENT_PASSWORD", server.agentAccount().password().reveal()),
                folder.agentLog(),
                Limits.AGENT_STOP,
                leash));
        narration.did("Agent " + NAME + " started; it only ever calls the server.");
        JsonNode appeared = await("the agent to appear", server.api(), NEW);
        if (AgentRecord.read(process).registrations() > 0) {
            throw new DemoFailure("The agent got a session although nobody approved it.");
        }
        narration.proved("GET /Agents has it as New (Status 1), and it gets no session before somebody approves it");

        String id = appeared.path("AgentId").asText();
        server.api().post("Agents/Approve", JsonNodeFactory.instance.arrayNode().add(id));
        JsonNode approved = await("the agent to be approved", server.api(), APPROVED);
        Agent agent = new Agent(id, process);
        waiting.until("the agent to get a session", Limits.AGENT_START, () -> {
            household.requireAlive();
            return agent.record().registrations() > 0 ? Optional.of(true) : Optional.empty();
        });
        narration.proved("approved with POST /Agents/Approve; it has a session now and can do "
                + String.join(", ", capabilities(approved)));
        return agent;
    }

    private JsonNode await(String what, ApiClient api, int status) throws InterruptedException {
        return waiting.until(what, Limits.AGENT_START, () -> {
            household.requireAlive();
            narration.progress("waiting for " + what);
            return api
                    .first(
                            "Agents",
                            Map.of("QueryString", "ClientMachine -eq \"" + NAME + "\" AND Status -eq " + status))
                    .rows()
                    .stream()
                    .findFirst();
        });
    }

    private static List<String> capabilities(JsonNode agent) {
        List<String> names = new ArrayList<>();
        agent.path("Capabilities").forEach(name -> names.add(name.asText()));
        if (names.isEmpty()) {
            throw new DemoFailure("The server knows no capability of the agent.");
        }
        return names;
    }
}
