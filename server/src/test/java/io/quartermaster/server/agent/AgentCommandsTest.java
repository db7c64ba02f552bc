package io.quartermaster.server.agent;

import static io.quartermaster.server.agent.TestAgents.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.AgentSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentCommandsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final UUID UNKNOWN = UUID.fromString("01980000-0000-7000-8000-0000000000ff");
    private static final Caller MANAGER = caller("/agents/management/read/", "/agents/management/modify/");

    private final TestDatabase test = TestDatabase.fresh();
    private final TestAgents agents = new TestAgents(test.database());
    private final AgentRepository repository = new AgentRepository();
    private final Presence presence = new Presence(test.database());
    private final AgentSessions sessions =
            new AgentSessions(AgentSettings.DEFAULT, new Random(7), presence, new KnownSessions(presence));
    private final AuditLog audit = new AuditLog(test.database(), InstantSource.system());
    private final JobTypeCatalog catalog = new JobTypeCatalog(
            List.of(tx -> Map.of(UUID.fromString("67b63010-d738-47c3-87a2-9f289466c881"), "CertStores.JKS.Inventory")));
    private final SpareKeys stores = new SpareKeys(AgentDeparture.Turn.CERTIFICATE_STORES, "certificate stores");
    private final SpareKeys jobs = new SpareKeys(AgentDeparture.Turn.JOBS, "scheduled jobs");
    private final Departures departures = new Departures(List.of(jobs, stores), AgentSettings.DEFAULT);

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void newAndDisapprovedAgentsBecomeApproved() {
        UUID fresh = agents.add("fresh", AgentStatus.NEW, CAPABILITIES);
        UUID stopped = agents.add("stopped", AgentStatus.DISAPPROVED, CAPABILITIES);
        UUID working = agents.approved("working");

        approve(fresh, stopped, working, fresh);

        assertThat(Stream.of(fresh, stopped, working).map(id -> agents.get(id).status()))
                .containsOnly(AgentStatus.APPROVED);
        assertThat(auditLines())
                .containsExactlyInAnyOrder(
                        "3001 4 manager fresh <Audit><Before><Status>New</Status></Before><After><Status>Approved</Status></After></Audit>",
                        "3001 4 manager stopped <Audit><Before><Status>Disapproved</Status></Before><After><Status>Approved</Status></After></Audit>");
    }

    @Test
    void oneUnknownAgentRefusesAllAndIsNamed() {
        UUID fresh = agents.add("fresh", AgentStatus.NEW, CAPABILITIES);

        assertThatThrownBy(() -> approve(fresh, UNKNOWN)).isInstanceOfSatisfying(CommandException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.UNKNOWN_ID);
            assertThat(refusal).hasMessage("1 agent does not exist.");
            assertThat(refusal.failedOperations())
                    .containsExactly(new FailedOperation(UNKNOWN.toString(), "Agent not found"));
        });
        assertThatThrownBy(() -> disapprove(fresh, UNKNOWN)).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> reset().run(MANAGER, ids(fresh, UNKNOWN))).isInstanceOf(CommandException.class);

        assertThat(agents.get(fresh).status()).isEqualTo(AgentStatus.NEW);
        assertThat(auditLines()).isEmpty();
        assertThat(stores.left).isNull();
    }

    @Test
    void listsWithoutEntriesWithEmptyEntriesAndOverTheLimitAreRefused() {
        assertThatThrownBy(() -> AgentIds.of("The body", null))
                .hasMessage("The body must be a list of agent ids with at least one entry.");
        assertThatThrownBy(() -> AgentIds.of("The body", List.of())).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> AgentIds.of("The body", Arrays.asList(UNKNOWN, null)))
                .hasMessage("The body[1] must be an id, not null.");
        assertThatThrownBy(() -> AgentIds.of("The body", java.util.Collections.nCopies(10_001, UNKNOWN)))
                .hasMessage("The body may have at most 10000 ids; this request has 10001.");
    }

    @Test
    void aDisapprovedAgentLosesItsSessionsAtOnce() {
        UUID edge = agents.approved("edge");
        AgentSession session = test.database().inTransaction(tx -> sessions.start(tx, edge, NOW));

        disapprove(edge);

        assertThat(agents.get(edge).status()).isEqualTo(AgentStatus.DISAPPROVED);
        assertThat(isKnown(session)).isFalse();
        assertThat(auditLines())
                .containsExactly(
                        "3001 20 manager edge <Audit><Before><Status>Approved</Status></Before><After><Status>Disapproved</Status></After></Audit>");
        disapprove(edge);
        assertThat(auditLines()).hasSize(1);
    }

    @Test
    void aResetTakesEverythingAwayStoresBeforeJobsAndMakesTheAgentNew() {
        UUID edge = agents.approved("edge");
        UUID other = agents.approved("other");
        AgentSession session = test.database().inTransaction(tx -> sessions.start(tx, edge, NOW));
        test.database()
                .runInTransaction(tx -> tx.createUpdate(
                                "UPDATE agent SET thumbprint = 'AA', legacy_thumbprint = 'BB', last_thumbprint_used = 'CC', blueprint = 'b'")
                        .execute());
        jobs.after = stores;

        reset().run(MANAGER, ids(edge));

        Agent after = agents.get(edge);
        assertThat(after.status()).isEqualTo(AgentStatus.NEW);
        assertThat(List.of(after.thumbprint(), after.legacyThumbprint(), after.lastThumbprintUsed()))
                .containsOnly("");
        assertThat(after.blueprint()).isNull();
        assertThat(isKnown(session)).isFalse();
        assertThat(jobs.left).isEqualTo("[" + edge + "] RESET by manager");
        assertThat(agents.get(other).blueprint()).isEqualTo("b");
        assertThat(auditLines()).hasSize(1).first().asString().startsWith("3001 19 manager edge ");
    }

    @Test
    void aResetThatThePermissionForStoresForbidsChangesNothing() {
        UUID edge = agents.approved("edge");
        stores.forbids = true;

        assertThatThrownBy(() -> reset().run(MANAGER, edge)).isInstanceOf(PermissionDenied.class);

        assertThat(agents.get(edge).status()).isEqualTo(AgentStatus.APPROVED);
        assertThat(jobs.left).isNull();
    }

    @Test
    void theSettingTurnsThePermissionForStoresOff() {
        UUID edge = agents.approved("edge");
        stores.forbids = true;
        AgentSettings lenient =
                new AgentSettings(AgentSettings.DEFAULT.heartbeat(), AgentSettings.DEFAULT.sessionLength(), 500, false);

        new ResetAgents(
                        test.database(),
                        repository,
                        sessions,
                        new Departures(List.of(jobs, stores), lenient),
                        audit,
                        InstantSource.fixed(NOW))
                .run(MANAGER, edge);

        assertThat(agents.get(edge).status()).isEqualTo(AgentStatus.NEW);
    }

    @Test
    void aResetOfOneAgentThatDoesNotExistIsNotFound() {
        assertKind(ErrorKind.NOT_FOUND, () -> reset().run(MANAGER, UNKNOWN));
    }

    @Test
    void onlyADisapprovedAgentIsDeleted() {
        UUID edge = agents.approved("edge");

        assertThatThrownBy(() -> delete().run(MANAGER, edge, true))
                .isInstanceOf(CommandException.class)
                .hasMessage("Agent edge is approved. Only a disapproved agent can be deleted.");
        assertKind(ErrorKind.AGENT_STATE, () -> delete().run(MANAGER, edge, true));
        assertKind(ErrorKind.NOT_FOUND, () -> delete().run(MANAGER, UNKNOWN, true));
    }

    @Test
    void anAgentWithJobsOrStoresIsDeletedByForceOnly() {
        UUID edge = agents.add("edge", AgentStatus.DISAPPROVED, CAPABILITIES);
        stores.count = 3;
        jobs.count = 2;

        assertThatThrownBy(() -> delete().run(MANAGER, edge, false))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "Agent edge still has certificate stores (3) and scheduled jobs (2). Send force=true to delete these too.");
        assertThat(agents.get(edge)).isNotNull();

        delete().run(MANAGER, edge, true);

        assertThat(stores.left).isEqualTo("[" + edge + "] DELETE by manager");
        for (String table : List.of("agent", "agent_presence", "agent_job_list", "agent_session")) {
            assertThat(count(table)).as(table).isZero();
        }
        assertThat(auditLines()).hasSize(1).first().asString().startsWith("3001 3 manager edge ");
    }

    @Test
    void anAgentThatHasNothingNeedsNoForce() {
        UUID edge = agents.add("edge", AgentStatus.DISAPPROVED, CAPABILITIES);

        delete().run(MANAGER, edge, false);

        assertThat(count("agent")).isZero();
    }

    @Test
    void newCertificatesAreAskedForAndUnknownAgentsReported() {
        UUID edge = agents.approved("edge");
        var command = new SetCertificateReenrollment(test.database(), repository, audit);

        assertThat(command.run(MANAGER, ids(UNKNOWN, edge), CertificateReenrollment.REQUIRED))
                .containsExactly(UNKNOWN);
        assertThat(agents.get(edge).certificateReenrollment()).isEqualTo(CertificateReenrollment.REQUIRED);
        assertThat(command.run(MANAGER, ids(edge), CertificateReenrollment.REQUIRED))
                .isEmpty();
        assertThat(auditLines()).hasSize(1);
    }

    @Test
    void everyCommandNeedsReadAndModify() {
        UUID edge = agents.approved("edge");
        var reenrollment = new SetCertificateReenrollment(test.database(), repository, audit);
        for (Caller caller : List.of(caller("/agents/management/read/"), caller("/agents/management/modify/"))) {
            assertDenied(() -> new ApproveAgents(test.database(), repository, audit).run(caller, ids(edge)));
            assertDenied(
                    () -> new DisapproveAgents(test.database(), repository, sessions, audit).run(caller, ids(edge)));
            assertDenied(() -> reset().run(caller, ids(edge)));
            assertDenied(() -> reset().run(caller, edge));
            assertDenied(() -> delete().run(caller, edge, true));
            assertDenied(() -> reenrollment.run(caller, ids(edge), CertificateReenrollment.REQUIRED));
        }
        assertDenied(() -> get().run(caller("/agents/management/modify/"), edge));
        assertDenied(() -> list().run(caller("/agents/management/modify/"), paging("")));
        assertThat(agents.get(edge).status()).isEqualTo(AgentStatus.APPROVED);
    }

    @Test
    void anAgentIsShownWithTheJobTypesThisServerHas() {
        UUID edge = agents.approved("edge");

        AgentResponse shown = get().run(MANAGER, edge);

        assertThat(shown.capabilities()).containsExactly("PEM", "JKS", "LOGS", "EchoTime");
        assertThat(shown.jobTypes())
                .containsExactly(
                        new AgentJobType(
                                "JKS Inventory",
                                "JKS",
                                "Inventory",
                                UUID.fromString("67b63010-d738-47c3-87a2-9f289466c881")),
                        new AgentJobType(
                                "Orchestrator Log Retrieval",
                                "",
                                "",
                                UUID.fromString("0d8cf0c8-56ca-4b8a-b16a-c062018e170d")));
        assertKind(ErrorKind.NOT_FOUND, () -> get().run(MANAGER, UNKNOWN));
    }

    @Test
    void agentsAreFoundByEveryFieldThatClientsUse() {
        UUID edge = agents.approved("edge-01");
        agents.add("EDGE-02", AgentStatus.NEW, List.of("CertStores.PEM.Inventory"));

        for (String query : List.of(
                "AgentId -eq \"" + edge + "\"",
                "ClientMachine -eq \"Edge-01\" AND status -eq 2",
                "Capabilities -contains “LOGS”",
                "Capabilities -eq \"jks\"",
                "Status -eq \"Approved\"",
                "Identity -contains \"agent\" AND Status -ne 1",
                "Version -startswith \"1.2\" AND Platform -eq Java AND Status -eq 2",
                "LastSeen -ge \"2026-03-01\" AND Capabilities -notcontains \"zzz\" AND ClientMachine -endswith \"01\"",
                "Blueprint -eq NULL AND AuthCertificateReenrollment -eq None AND LastErrorCode -eq NULL AND Username -eq"
                        + " \"corp\\agent\" AND Thumbprint -eq \"\" AND ClientMachine -ne \"edge-02\"")) {
            assertThat(list().run(MANAGER, paging(query)))
                    .as(query)
                    .extracting(AgentResponse::agentId)
                    .containsExactly(edge);
        }
        assertThat(list().run(MANAGER, paging("ClientMachine -eq \"edge-02\""))).hasSize(1);
        assertKind(ErrorKind.QUERY, () -> list().run(MANAGER, paging("Nonsense -eq 1")));
    }

    @Test
    void pagesAreSortedAndTheTotalIsThatOfAllThatMatch() {
        Stream.of("c", "A", "b", "D").forEach(agents::approved);
        agents.add("e", AgentStatus.NEW, CAPABILITIES);

        Page<AgentResponse> page = list().run(MANAGER, new Paging("Status -eq 2", 1, 2, "ClientMachine", true));
        Page<AgentResponse> pastTheEnd = list().run(MANAGER, new Paging("Status -eq 2", 100, 2, null, false));

        assertThat(page).extracting(AgentResponse::clientMachine).containsExactly("c", "b");
        assertThat(page.total()).isEqualTo(4);
        assertThat(pastTheEnd).isEmpty();
        assertThat(pastTheEnd.total()).isEqualTo(4);
        assertThat(list().run(MANAGER, paging("")))
                .extracting(AgentResponse::agentId)
                .isSorted();
        assertKind(ErrorKind.SORT_FIELD, () -> list().run(MANAGER, new Paging("", 0, 50, "Capabilities", false)));
    }

    private ListAgents list() {
        return new ListAgents(test.database(), repository, catalog, () -> NOW);
    }

    private GetAgent get() {
        return new GetAgent(test.database(), repository, catalog);
    }

    private ResetAgents reset() {
        return new ResetAgents(test.database(), repository, sessions, departures, audit, InstantSource.fixed(NOW));
    }

    private DeleteAgent delete() {
        return new DeleteAgent(test.database(), repository, departures, audit);
    }

    private void approve(UUID... agentIds) {
        new ApproveAgents(test.database(), repository, audit).run(MANAGER, ids(agentIds));
    }

    private void disapprove(UUID... agentIds) {
        new DisapproveAgents(test.database(), repository, sessions, audit).run(MANAGER, ids(agentIds));
    }

    private boolean isKnown(AgentSession session) {
        return test.database()
                        .<JobCall>inTransaction(tx -> sessions.check(
                                tx, TestAgents.ACCOUNT, session.token().toString(), NOW))
                instanceof JobCall.Valid;
    }

    private long count(String table) {
        return test.database()
                .read(tx -> tx.createQuery("SELECT count(*) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }

    private List<String> auditLines() {
        return test.database()
                .read(tx -> tx.createQuery("""
                        SELECT category || ' ' || operation || ' ' || actor || ' ' || audit_identifier || ' ' || message
                          FROM audit_entry ORDER BY id
                        """).mapTo(String.class).list());
    }

    private static Paging paging(String query) {
        return new Paging(query, 0, 50, null, false);
    }

    private static AgentIds ids(UUID... agentIds) {
        return AgentIds.of("The body", Arrays.asList(agentIds));
    }

    private static Caller caller(String... permissions) {
        return new Caller(
                "manager",
                List.of("Managers"),
                Grants.of(
                        Arrays.stream(permissions).map(PermissionString::parse).toList()));
    }

    private static void assertDenied(Runnable command) {
        assertKind(ErrorKind.NO_PERMISSION, command);
    }

    private static void assertKind(ErrorKind kind, Runnable command) {
        assertThatThrownBy(command::run)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    /** A part of the server that keeps something for agents, and remembers what it was told. */
    private static final class SpareKeys implements AgentDeparture {
        private final Turn turn;
        private final String what;
        private long count;
        private boolean forbids;
        private @Nullable SpareKeys after;
        private @Nullable String left;

        SpareKeys(Turn turn, String what) {
            this.turn = turn;
            this.what = what;
        }

        @Override
        public Turn turn() {
            return turn;
        }

        @Override
        public Departing departing(Handle tx, UUID agentId) {
            return new Departing(what, count);
        }

        @Override
        public void permit(Caller caller, Handle tx, Collection<UUID> agentIds) {
            if (forbids) {
                throw PermissionDenied.missing(caller, List.of(PermissionString.parse("/certificate_stores/modify/")));
            }
        }

        @Override
        public void leave(Handle tx, Collection<UUID> agentIds, Cause cause, String actor) {
            if (after != null) {
                assertThat(after.left).as(after.what + " left before").isNotNull();
            }
            left = agentIds + " " + cause + " by " + actor;
        }
    }
}
