package io.quartermaster.server.session;

import static io.quartermaster.server.session.SessionFixture.ACCOUNT;
import static io.quartermaster.server.session.SessionFixture.NOW;
import static io.quartermaster.server.session.SessionFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.Session;
import io.quartermaster.agent.protocol.UnregisterRequest;
import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.DeleteAgent;
import io.quartermaster.server.agent.Departures;
import io.quartermaster.server.agent.DisapproveAgents;
import io.quartermaster.server.agent.JobCall;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.AgentSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeartbeatFromMemoryTest {
    private static final Caller MANAGER =
            new Caller("manager", List.of("Bosses"), Grants.of(List.of(PermissionString.parse("/"))));

    private final SessionFixture server = new SessionFixture();
    private final SessionFixture other = server.anotherServer();
    private final Agent agent = server.approved("edge-01");
    private final Session session = server.session(request("edge-01"));

    /** What ends the validity of a session. */
    enum Change {
        JOBS_CHANGED,
        JOBS_OF_MANY_AGENTS_CHANGED,
        LIST_WAS_CUT,
        CAME_TOO_EARLY,
        REGISTERED_ANEW,
        GIVEN_BACK,
        OTHER_CAPABILITIES,
        DISAPPROVED,
        DELETED
    }

    private void make(Change change) {
        switch (change) {
            case JOBS_CHANGED -> server.schedule(agent.id(), 1);
            case JOBS_OF_MANY_AGENTS_CHANGED ->
                server.database.runInTransaction(tx -> server.sessions.markStale(
                        tx,
                        Stream.concat(Stream.of(agent.id()), Stream.generate(UUID::randomUUID))
                                .limit(2_000)
                                .toList()));
            case LIST_WAS_CUT -> server.database.runInTransaction(tx -> server.sessions.markStale(tx, checked(tx)));
            case CAME_TOO_EARLY ->
                server.database.runInTransaction(tx -> server.sessions.markStaleFrom(tx, checked(tx), NOW));
            case REGISTERED_ANEW -> server.session(request("edge-01"));
            case GIVEN_BACK -> server.unregisterSession.run(ACCOUNT, new UnregisterRequest(session.token()));
            case OTHER_CAPABILITIES -> server.register(request("edge-01", "", List.of("Custom.FetchLogs")));
            case DISAPPROVED -> disapprove();
            case DELETED -> {
                disapprove();
                new DeleteAgent(
                                server.database,
                                server.agents,
                                new Departures(List.of(), AgentSettings.DEFAULT),
                                new AuditLog(server.database, server.clock))
                        .run(MANAGER, agent.id(), false);
            }
        }
    }

    @BeforeEach
    void bothServersKnowTheSession() {
        for (SessionFixture each : List.of(server, other)) {
            each.followSessionChanges.read();
            assertThat(each.heartbeat(session).sessionValid()).isTrue();
            assertThat(asksFor(each, true)).as("transactions").isZero();
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aHundredHeartbeatsAskTheDatabaseNothing() {
        long before = server.testDatabase.transactions();
        for (int i = 0; i < 100; i++) {
            assertThat(server.heartbeat(session).sessionValid()).isTrue();
        }
        assertThat(server.testDatabase.transactions()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeIsSeenAtOnceOnTheServerThatMadeItAndOnTheOtherAfterAReading(Change change) {
        make(change);

        assertThat(server.heartbeat(session).sessionValid()).isFalse();
        other.followSessionChanges.read();
        assertThat(other.heartbeat(session).sessionValid()).isFalse();
    }

    @Test
    void aChangeOfOneAgentLeavesTheOthersInMemory() {
        Agent second = server.approved("edge-02");
        Session secondSession = server.session(request("edge-02"));
        assertThat(server.heartbeat(secondSession).sessionValid()).isTrue();

        server.schedule(second.id(), 1);
        server.followSessionChanges.read();

        assertThat(asksFor(server, true)).isZero();
        assertThat(server.heartbeat(secondSession).sessionValid()).isFalse();
    }

    // Goal: no change is missed that is committed late.
    // Method: it is open during a reading, beside another one that is committed meanwhile and one that began before.
    @Test
    void aChangeThatIsCommittedAfterAReadingIsSeenByTheNextOne() {
        try (Handle oldest = open();
                Handle change = open()) {
            oldest.execute("SELECT pg_current_xact_id()");
            server.sessions.markStale(change, List.of(agent.id()));
            server.approved("edge-02");
            other.followSessionChanges.read();
            assertThat(other.heartbeat(session).sessionValid()).isTrue();
            assertThat(asksFor(other, true)).isZero();

            change.commit();
            other.followSessionChanges.read();

            assertThat(other.heartbeat(session).sessionValid()).isFalse();
            oldest.rollback();
        }
    }

    @Test
    void aChangeIsReadOnceHoweverLongAnOlderTransactionRuns() {
        Agent second = server.approved("edge-02");
        Session secondSession = server.session(request("edge-02"));
        try (Handle oldest = open()) {
            oldest.execute("SELECT pg_current_xact_id()");
            server.schedule(second.id(), 1);
            Session next = server.session(request("edge-02"));
            assertThat(next.token()).isNotEqualTo(secondSession.token());
            other.followSessionChanges.read();
            assertThat(other.heartbeat(next).sessionValid()).isTrue();

            other.followSessionChanges.read();

            long before = other.testDatabase.transactions();
            assertThat(other.heartbeat(next).sessionValid()).isTrue();
            assertThat(other.testDatabase.transactions()).isEqualTo(before);
            oldest.rollback();
        }
    }

    @Test
    void whatWasLookedUpBeforeAChangeOfThisServerIsNotKept() {
        overtaken(() -> server.schedule(agent.id(), 1));
    }

    @Test
    void whatWasLookedUpBeforeAChangeOfAnotherServerWasReadIsNotKept() {
        overtaken(() -> {
            other.schedule(agent.id(), 1);
            server.followSessionChanges.read();
        });
    }

    private void overtaken(Runnable change) {
        Session next = server.session(request("edge-01"));
        assertThat(server.known.hold(ACCOUNT, next.token(), NOW, () -> {
                    JobCall found = server.database.read(tx -> server.sessions.check(tx, ACCOUNT, next.token(), NOW));
                    change.run();
                    return found;
                }))
                .isTrue();
        assertThat(server.heartbeat(next).sessionValid()).isFalse();
    }

    @Test
    void aSessionThatIsSaidToBecomeStaleEndsThenWithoutAQuestion() {
        server.database.runInTransaction(tx -> server.sessions.markStaleFrom(tx, checked(tx), NOW.plusSeconds(3)));
        assertThat(server.heartbeat(session).sessionValid()).isTrue();
        server.clock.advance(Duration.ofSeconds(2));
        assertThat(asksFor(server, true)).isZero();

        server.clock.advance(Duration.ofSeconds(1));

        assertThat(server.heartbeat(session).sessionValid()).isFalse();
    }

    @Test
    void aSessionInMemoryEndsWithItsTime() {
        server.clock.advance(AgentSettings.DEFAULT.sessionLength().minusSeconds(1));
        server.followSessionChanges.read();
        assertThat(server.heartbeat(session).sessionValid()).isTrue();
        assertThat(asksFor(server, true)).isZero();

        server.clock.advance(Duration.ofSeconds(1));

        assertThat(server.heartbeat(session).sessionValid()).isFalse();
    }

    @Test
    void anotherAccountMayNotUseASessionInMemory() {
        assertThat(server.heartbeat("CORP\\mallory", session.token()).sessionValid())
                .isFalse();
        assertThat(server.heartbeat("corp\\AGENT", session.token()).sessionValid())
                .isTrue();
    }

    @Test
    void theDatabaseIsAskedAgainWhenChangesCouldNotBeReadForSeconds() {
        server.clock.advance(KnownSessions.TRUSTED_FOR.minusMillis(1));
        assertThat(asksFor(server, true)).isZero();
        server.clock.advance(Duration.ofMillis(1));
        assertThat(asksFor(server, true)).isEqualTo(1);

        server.followSessionChanges.read();

        assertThat(asksFor(server, true)).isZero();
    }

    @Test
    void afterALongTimeWithoutAReadingEverythingIsAskedAnew() {
        server.clock.advance(Duration.ofMinutes(6));
        server.heartbeat(ACCOUNT, "x"); // counts the fleet, as one does each minute
        server.followSessionChanges.read();

        assertThat(asksFor(server, true)).isEqualTo(1);
        assertThat(asksFor(server, true)).isZero();
    }

    @Test
    void aHeartbeatFromMemoryCountsAsASignOfLife() {
        server.clock.advance(Duration.ofSeconds(2));
        assertThat(asksFor(server, true)).isZero();

        server.presence.write();

        assertThat(server.agent("edge-01").lastSeen()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void whatIsOverLeavesTheMemoryAndTheRecordOfChanges() {
        Session next = server.session(request("edge-01"));
        assertThat(server.heartbeat(next).sessionValid()).isTrue();
        assertThat(server.known.size()).isEqualTo(2);
        assertThat(server.count("SELECT count(*) FROM session_change")).isEqualTo(1);

        server.followSessionChanges.tidy();
        assertThat(server.known.size()).isEqualTo(1);
        assertThat(asksFor(server, next, true)).isZero();
        assertThat(server.count("SELECT count(*) FROM session_change")).isEqualTo(1);

        server.database.runInTransaction(tx -> tx.execute("UPDATE session_change SET at = at - interval '10 minutes'"));
        server.followSessionChanges.tidy();

        assertThat(server.count("SELECT count(*) FROM session_change")).isZero();
    }

    private void disapprove() {
        new DisapproveAgents(
                        server.database, server.agents, server.sessions, new AuditLog(server.database, server.clock))
                .run(MANAGER, new AgentIds(Set.of(agent.id())));
    }

    private AgentSession checked(Handle tx) {
        return server.sessions.check(tx, ACCOUNT, session.token(), NOW) instanceof JobCall.Valid(AgentSession found)
                ? found
                : throwing();
    }

    private static AgentSession throwing() {
        throw new AssertionError("the session is not known");
    }

    private long asksFor(SessionFixture asked, boolean valid) {
        return asksFor(asked, session, valid);
    }

    /** Makes a heartbeat. @return how many transactions it took */
    private static long asksFor(SessionFixture asked, Session session, boolean valid) {
        long before = asked.testDatabase.transactions();
        boolean told = asked.heartbeat(session).sessionValid();
        long taken = asked.testDatabase.transactions() - before;
        assertThat(told).isEqualTo(valid);
        return taken;
    }

    private Handle open() {
        return Jdbi.create(server.testDatabase.dataSource())
                .installPlugin(new PostgresPlugin())
                .open()
                .begin();
    }
}
