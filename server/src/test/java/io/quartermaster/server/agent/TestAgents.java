package io.quartermaster.server.agent;

import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Puts agents into a test's database, as if they had registered. */
@Singleton
public class TestAgents {
    /** When they registered. */
    public static final Instant REGISTERED = Instant.parse("2026-03-01T08:00:00Z");

    /** The account they use. */
    public static final String ACCOUNT = "CORP\\agent";

    public static final List<String> CAPABILITIES =
            List.of("CertStores.PEM.Inventory", "CertStores.JKS.Inventory", "Custom.FetchLogs", "Custom.EchoTime");

    private final Database database;
    private final AgentRepository agents = new AgentRepository();

    public TestAgents(Database database) {
        this.database = database;
    }

    /** An approved agent that can do {@link #CAPABILITIES}. */
    public UUID approved(String clientMachine) {
        return add(clientMachine, AgentStatus.APPROVED, CAPABILITIES);
    }

    /** An agent in any state; its id is made from its name, so that a test knows it. */
    public UUID add(String clientMachine, AgentStatus status, List<String> capabilities) {
        UUID id = idOf(clientMachine);
        Agent agent = new Agent(
                id,
                clientMachine,
                ACCOUNT,
                2,
                "1.2.3.0",
                status,
                new AgentCapabilities(capabilities),
                REGISTERED,
                null,
                "",
                "",
                "",
                CertificateReenrollment.NONE,
                null,
                null,
                REGISTERED);
        database.runInTransaction(tx -> agents.add(tx, agent, "{}"));
        return id;
    }

    /** The id of the agent with that name. */
    public static UUID idOf(String clientMachine) {
        return new UUID(
                0x0198_0000_0000_7000L, 0x8000_0000_0000_0000L | Integer.toUnsignedLong(clientMachine.hashCode()));
    }

    public Agent get(UUID id) {
        return database.read(tx -> agents.find(tx, id)).orElseThrow();
    }
}
