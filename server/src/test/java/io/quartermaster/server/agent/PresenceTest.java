package io.quartermaster.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private final TestDatabase test = TestDatabase.fresh();
    private final TestAgents agents = new TestAgents(test.database());
    private final Presence presence = new Presence(test.database());

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void contactsAreWrittenOnlyWhenItIsTimeAndThenTheLastOne() {
        UUID edge = agents.approved("edge-01");
        for (int second = 0; second <= 100; second++) {
            presence.seen(edge, NOW.plusSeconds(second));
        }
        assertThat(agents.get(edge).lastSeen()).isEqualTo(TestAgents.REGISTERED);

        presence.write();

        assertThat(agents.get(edge).lastSeen()).isEqualTo(NOW.plusSeconds(100));
    }

    @Test
    void anEarlierContactNeverReplacesALaterOne() {
        UUID edge = agents.approved("edge-01");
        presence.seen(edge, NOW);
        presence.seen(edge, NOW.minusSeconds(5));
        presence.write();
        Presence ofAnotherServer = new Presence(test.database());
        ofAnotherServer.seen(edge, NOW.minusSeconds(1));
        ofAnotherServer.write();

        assertThat(agents.get(edge).lastSeen()).isEqualTo(NOW);
    }

    @Test
    void anAgentThatIsGoneIsNotBroughtBack() {
        presence.seen(TestAgents.idOf("gone"), NOW);
        presence.write();

        assertThat(count("SELECT count(*) FROM agent_presence")).isZero();
    }

    @Test
    void aFleetLargerThanABatchIsWrittenCompletely() {
        int fleet = Presence.WRITTEN_AT_ONCE_MAX + 3;
        test.database()
                .runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO agent_presence (agent_id, last_seen)
                        SELECT CAST(lpad(to_hex(i), 32, '0') AS uuid), :registered FROM generate_series(1, :fleet) AS i
                        """)
                        .bind("registered", TestAgents.REGISTERED)
                        .bind("fleet", fleet)
                        .execute());
        for (int i = 1; i <= fleet; i++) {
            presence.seen(new UUID(0, i), NOW);
        }

        presence.write();

        assertThat(count("SELECT count(*) FROM agent_presence WHERE last_seen = '2026-03-01T09:00:00Z'"))
                .isEqualTo(fleet);
    }

    @Test
    void contactsThatCouldNotBeWrittenAreWrittenLater() {
        UUID edge = agents.approved("edge-01");
        test.database().runInTransaction(tx -> tx.execute("ALTER TABLE agent_presence RENAME TO away"));
        presence.seen(edge, NOW);
        presence.write();
        test.database().runInTransaction(tx -> tx.execute("ALTER TABLE away RENAME TO agent_presence"));

        presence.write();

        assertThat(agents.get(edge).lastSeen()).isEqualTo(NOW);
    }

    private long count(String sql) {
        return test.database().read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }
}
