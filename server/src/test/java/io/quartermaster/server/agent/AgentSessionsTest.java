package io.quartermaster.server.agent;

import static io.quartermaster.server.agent.TestAgents.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.DatabaseSettings;
import io.quartermaster.server.db.Seams;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.setting.AgentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentSessionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final int ROUNDS = 10;
    private static final Duration LENGTH = AgentSettings.DEFAULT.sessionLength();

    private final TestDatabase test = TestDatabase.fresh();
    private final TestAgents agents = new TestAgents(test.database());
    private final Presence presence = new Presence(test.database());
    private final AgentSessions sessions =
            new AgentSessions(AgentSettings.DEFAULT, new Random(7), presence, new KnownSessions(presence));
    private UUID edge = new UUID(0, 0);
    private UUID other = new UUID(0, 0);

    @BeforeEach
    void addAgents() {
        edge = agents.approved("edge-01");
        other = agents.approved("edge-02");
    }

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void aSessionIsValidForTheAccountOfItsAgentOnly() {
        AgentSession session = start(edge, NOW);

        assertThat(check(ACCOUNT, session)).isEqualTo(new JobCall.Valid(session));
        assertThat(check("corp\\AGENT", session)).isEqualTo(new JobCall.Valid(session));
        assertThat(check("CORP\\other", session)).isInstanceOf(JobCall.Refused.class);
    }

    @Test
    void nonsenseInPlaceOfATokenIsRefusedAndNotAnError() {
        for (String token : List.of("", "x", "1-2-3-4-5", "0x", "c0ffee00-feed-f00d-cafe-c0ffeec0ffee", "' OR 1=1")) {
            assertThat(check(token, NOW)).as(token).isInstanceOf(JobCall.Refused.class);
        }
        assertThat(test.database().<JobCall>inTransaction(tx -> sessions.check(tx, ACCOUNT, null, NOW)))
                .isInstanceOf(JobCall.Refused.class);
    }

    @Test
    void aTokenHas36CharactersAndIsNeverTheSame() {
        AgentSession first = start(edge, NOW);
        AgentSession second = start(edge, NOW);

        assertThat(first.token().toString()).hasSize(36);
        assertThat(first.token().version()).isEqualTo(4);
        assertThat(first.token().variant()).isEqualTo(2);
        assertThat(second.token()).isNotEqualTo(first.token());
    }

    @Test
    void aLaterSessionSupersedesTheEarlierOnesOfItsAgentOnly() {
        AgentSession first = start(edge, NOW);
        AgentSession foreign = start(other, NOW);
        AgentSession second = start(edge, NOW.plusSeconds(1));

        assertThat(valid(first, NOW).superseded()).isTrue();
        assertThat(valid(second, NOW).superseded()).isFalse();
        assertThat(valid(foreign, NOW).superseded()).isFalse();
    }

    @Test
    void aSessionWhoseTimeHasPassedCountsAsSuperseded() {
        AgentSession session = start(edge, NOW);

        assertThat(session.expiresAt()).isEqualTo(NOW.plus(LENGTH));
        assertThat(valid(session, NOW.plus(LENGTH).minusMillis(1)).superseded()).isFalse();
        assertThat(valid(session, NOW.plus(LENGTH)).superseded()).isTrue();
    }

    @Test
    void markedAgentsAreStaleUntilTheyRegisterAnew() {
        AgentSession session = start(edge, NOW);
        AgentSession foreign = start(other, NOW);

        mark(edge, edge, UUID.fromString("00000000-0000-7000-8000-000000000001"));

        assertThat(valid(session, NOW).stale()).isTrue();
        assertThat(valid(foreign, NOW).stale()).isFalse();
        AgentSession next = start(edge, NOW.plusSeconds(1));
        assertThat(valid(next, NOW).stale()).isFalse();
    }

    @Test
    void oneSessionCanBeMadeStaleAlone() {
        AgentSession session = start(edge, NOW);

        test.database().runInTransaction(tx -> sessions.markStale(tx, session));

        assertThat(valid(session, NOW).stale()).isTrue();
        assertThat(valid(start(edge, NOW), NOW).stale()).isFalse();
    }

    @Test
    void markingAHundredThousandAgentsIsOneStatementAndMissesNone() {
        List<UUID> many = java.util.stream.LongStream.range(0, 100_000)
                .mapToObj(i -> new UUID(0x7000, 0x8000_0000_0000_0000L | i))
                .toList();
        test.database()
                .runInTransaction(tx -> tx.createUpdate(
                                "INSERT INTO agent_job_list (agent_id, version) SELECT unnest(CAST(:ids AS uuid[])), 4")
                        .bindArray("ids", UUID.class, many)
                        .execute());

        test.database().runInTransaction(tx -> sessions.markStale(tx, many.reversed()));

        long marked = test.database()
                .read(tx -> tx.createQuery("SELECT count(*) FROM agent_job_list WHERE version = 5")
                        .mapTo(Long.class)
                        .one());
        assertThat(marked).isEqualTo(100_000);
    }

    // Goal: no change of jobs is lost between reading the list for an agent and giving out the session.
    // Method: both transactions are open at the same time, and are committed in both orders. With marks on sessions in
    // place of a version of the agent's list, neither sees the other.
    @Test
    void aChangeOfJobsThatIsCommittedAfterARegistrationMakesItsSessionStale() {
        try (Handle change = open()) {
            addJobTypeAsAChange(change);
            sessions.markStale(change, List.of(edge));
            Listed listed = test.database().inTransaction(this::register);
            change.commit();

            assertThat(listed.changes()).isZero();
            assertThat(valid(listed.session(), NOW).stale()).isTrue();
        }
    }

    @Test
    void aChangeOfJobsThatIsCommittedDuringARegistrationMakesItsSessionStale() {
        try (Handle registration = open()) {
            Listed listed = register(registration);
            test.database().runInTransaction(tx -> {
                addJobTypeAsAChange(tx);
                sessions.markStale(tx, List.of(edge));
            });
            registration.commit();

            assertThat(listed.changes()).isZero();
            assertThat(valid(listed.session(), NOW).stale()).isTrue();
        }
    }

    @Test
    void aChangeOfJobsThatIsCommittedBeforeARegistrationIsListed() {
        start(edge, NOW);
        test.database().runInTransaction(tx -> {
            addJobTypeAsAChange(tx);
            sessions.markStale(tx, List.of(edge));
        });
        Listed listed = test.database().inTransaction(this::register);

        assertThat(listed.changes()).isEqualTo(1);
        assertThat(valid(listed.session(), NOW).stale()).isFalse();
    }

    @Test
    void aSessionGivenBackIsGoodForItsAttemptsOnly() {
        AgentSession session = start(edge, NOW);

        test.database().runInTransaction(tx -> sessions.giveBack(tx, session, NOW));

        assertThat(valid(session, NOW).superseded()).isTrue();
    }

    @Test
    void endedSessionsAreGoodForNothing() {
        AgentSession first = start(edge, NOW);
        AgentSession second = start(edge, NOW);
        AgentSession foreign = start(other, NOW);

        test.database().runInTransaction(tx -> sessions.end(tx, List.of(edge)));

        assertThat(check(ACCOUNT, first)).isInstanceOf(JobCall.Refused.class);
        assertThat(check(ACCOUNT, second)).isInstanceOf(JobCall.Refused.class);
        assertThat(check(ACCOUNT, foreign)).isInstanceOf(JobCall.Valid.class);
    }

    @Test
    void aSessionOfAnAgentThatIsNotApprovedIsRefused() {
        AgentSession session = start(edge, NOW);

        test.database().runInTransaction(tx -> new AgentRepository().setStatus(tx, List.of(edge), AgentStatus.NEW));

        assertThat(check(ACCOUNT, session)).isInstanceOf(JobCall.Refused.class);
    }

    @Test
    void sessionsArePurgedADayAfterTheirEndUnlessAnAttemptIsInProcess() {
        AgentSession superseded = start(edge, NOW);
        AgentSession busy = start(edge, NOW);
        AgentSession current = start(edge, NOW);
        test.database()
                .runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO attempt_in_process (agent_id, job_id, history_id, operation_start, session_token, lost_after)
                        VALUES (:agentId, gen_random_uuid(), 1, :now, :token, :now)
                        """)
                        .bind("agentId", edge)
                        .bind("token", busy.token())
                        .bind("now", NOW)
                        .execute());

        Instant dayLater = NOW.plus(AgentSessions.KEPT_AFTER_END);
        assertThat(purge(dayLater.minusSeconds(1))).isZero();
        assertThat(purge(dayLater)).isEqualTo(1);

        assertThat(check(ACCOUNT, superseded)).isInstanceOf(JobCall.Refused.class);
        assertThat(check(ACCOUNT, busy)).isInstanceOf(JobCall.Valid.class);
        assertThat(check(ACCOUNT, current)).isInstanceOf(JobCall.Valid.class);
        assertThat(purge(NOW.plus(LENGTH).plus(AgentSessions.KEPT_AFTER_END))).isEqualTo(1);
        assertThat(check(ACCOUNT, current)).isInstanceOf(JobCall.Refused.class);
    }

    @Test
    void aSessionOfNobodyCannotBeStarted() {
        UUID nobody = UUID.fromString("00000000-0000-7000-8000-000000000001");
        assertThatThrownBy(() -> start(nobody, NOW)).isInstanceOf(IllegalStateException.class);
    }

    /** Whoever waited for another in a circle would be ended by PostgreSQL; here nobody tries again. */
    @Test
    void setsOfAgentsAreMarkedInOneOrderWhateverTheirOwn() throws Exception {
        List<UUID> all = test.database()
                .inTransaction(tx -> tx.createQuery("""
                                INSERT INTO agent_job_list (agent_id, version)
                                SELECT gen_random_uuid(), 0 FROM generate_series(1, :agents) RETURNING agent_id
                                """)
                        .bind("agents", 3 * AgentSessions.MANY_AGENTS)
                        .mapTo(UUID.class)
                        .list());
        List<UUID> few = all.subList(0, AgentSessions.MANY_AGENTS - 1);
        Database once = new Database(
                test.dataSource(),
                new DatabaseSettings(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60)),
                Seams.systemPause(),
                new Random(11));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> done = new ArrayList<>();
            for (List<UUID> agentIds : List.of(all, all.reversed(), few.reversed())) {
                done.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        once.runInTransaction(tx -> sessions.markStale(tx, agentIds));
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(test.database()
                        .<Long>read(tx -> tx.createQuery("SELECT count(*) FROM agent_job_list WHERE version = :most")
                                .bind("most", 3 * ROUNDS)
                                .mapTo(Long.class)
                                .one()))
                .isEqualTo(few.size());
    }

    @Test
    void aCallCountsAsASignOfLife() {
        AgentSession session = start(edge, NOW);

        check(ACCOUNT, session);
        presence.write();

        assertThat(agents.get(edge).lastSeen()).isEqualTo(NOW);
        assertThat(agents.get(other).lastSeen()).isEqualTo(TestAgents.REGISTERED);
    }

    private record Listed(AgentSession session, long changes) {}

    private Listed register(Handle tx) {
        AgentSession session = sessions.start(tx, edge, NOW);
        long changes = tx.createQuery("SELECT count(*) FROM custom_job_type")
                .mapTo(Long.class)
                .one();
        return new Listed(session, changes);
    }

    private static void addJobTypeAsAChange(Handle tx) {
        tx.execute("INSERT INTO custom_job_type (id, name) VALUES (gen_random_uuid(), 'change')");
    }

    private Handle open() {
        return Jdbi.create(test.dataSource())
                .installPlugin(new PostgresPlugin())
                .open()
                .begin();
    }

    private AgentSession start(UUID agentId, Instant now) {
        return test.database().inTransaction(tx -> sessions.start(tx, agentId, now));
    }

    private void mark(UUID... agentIds) {
        test.database().runInTransaction(tx -> sessions.markStale(tx, List.of(agentIds)));
    }

    private int purge(Instant now) {
        return test.database().inTransaction(tx -> sessions.purgeExpired(tx, now));
    }

    private JobCall check(String account, AgentSession session) {
        return test.database()
                .inTransaction(tx -> sessions.check(tx, account, session.token().toString(), NOW));
    }

    private JobCall check(String token, Instant now) {
        return test.database().inTransaction(tx -> sessions.check(tx, ACCOUNT, token, now));
    }

    private AgentSession valid(AgentSession session, Instant now) {
        JobCall call = check(session.token().toString(), now);
        assertThat(call).isInstanceOf(JobCall.Valid.class);
        return ((JobCall.Valid) call).session();
    }
}
