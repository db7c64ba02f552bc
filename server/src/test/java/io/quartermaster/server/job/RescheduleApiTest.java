package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST /OrchestratorJobs/Reschedule and Acknowledge: what people do about failures. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class RescheduleApiTest {
    private static final String RESCHEDULE = "/KeyfactorAPI/OrchestratorJobs/Reschedule";
    private static final String ACKNOWLEDGE = "/KeyfactorAPI/OrchestratorJobs/Acknowledge";

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient modifier = ApiClient.as(TestUser.AGENTS_MODIFIER);
    private final ApiClient operatorOf5 = ApiClient.as(TestUser.OPERATOR_OF_CONTAINER_5);

    @Inject
    ApiWorld world;

    private static String byIds(long... ids) {
        return "{\"JobAuditIds\":["
                + Arrays.stream(ids).mapToObj(String::valueOf).collect(Collectors.joining(",")) + "]}";
    }

    /** Of the last word of an address. */
    private static WireFiles wire(String address) {
        return WireFiles.of("OrchestratorJobs." + address.substring(address.lastIndexOf('/') + 1));
    }

    private static void assertDone(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    private long jobsOf(UUID agent) {
        return world.count("SELECT count(*) FROM scheduled_job WHERE agent_id = ?", agent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"neither", "blank", "both", "null", "id-no-number", "null-id", "fraction", "unknown-field"})
    void whatIsNoSelectionIsRefused(String name) {
        for (String address : List.of(RESCHEDULE, ACKNOWLEDGE)) {
            WireFiles wire = wire(address);
            wire.assertResponse(name, 400, admin.post(address, wire.request(name)));
        }
    }

    @Test
    void moreIdsThanTheLimitAreRefusedWithTheLimit() {
        String ids = IntStream.rangeClosed(0, JobSelection.IDS_MAX)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        for (String address : List.of(RESCHEDULE, ACKNOWLEDGE)) {
            WireFiles wire = wire(address).with("too-many", ids);
            wire.assertResponse("too-many", 400, admin.post(address, wire.request("too-many")));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JobKind.class,
            names = {"MANAGEMENT", "REENROLLMENT", "DISCOVERY"})
    void aFailedOneTimeJobRunsOnceMoreUnderANewId(JobKind kind) {
        UUID agent = world.agent();
        StorePlace store = kind == JobKind.DISCOVERY ? null : world.store(agent, null);
        long failed = world.attempt(agent, kind, store, null, 4, 3);
        assertDone(admin.post(RESCHEDULE, "{\"JobAuditIds\":[\"" + failed + "\"],\"Query\":null}"));
        assertThat(world.attempt(failed)).isEqualTo("4/4");
        assertThat(world.count("""
                        SELECT count(*) FROM scheduled_job j
                         WHERE agent_id = ? AND kind = ? AND schedule IS NULL AND retry_count = 0
                           AND NOT EXISTS (SELECT FROM job_history h WHERE h.job_id = j.id)
                        """, agent, kind.name())).isEqualTo(1);
        wire(RESCHEDULE)
                .with("history", String.valueOf(failed))
                .assertResponse("scheduled-already", 400, admin.post(RESCHEDULE, byIds(failed)));
        assertThat(jobsOf(agent)).isEqualTo(1);
    }

    @Test
    void aRecurringCustomJobKeepsItsIdAndItsScheduleAndRunsOnceMore() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, "W_2_07:00");
        world.makeDue(job);
        AgentSession session = world.session(agent);
        long failed = world.begin(session, job);
        world.complete(session, job, failed, 4);
        WireFiles wire = wire(RESCHEDULE).with("history", String.valueOf(failed));
        assertDone(modifier.post(RESCHEDULE, wire.request("by-ids")));
        assertThat(world.attempt(failed)).isEqualTo("4/4");
        long again = world.begin(session, job);
        world.complete(session, job, again, 2);
        assertThat(world.attemptsOf(job)).isEqualTo("4/4 2/3");
        assertThat(world.count("SELECT count(*) FROM scheduled_job WHERE id = ? AND schedule = 'W_2_07:00'", job))
                .isEqualTo(1);
    }

    @Test
    void anAcknowledgedFailureCanBeRescheduledToo() {
        UUID agent = world.agent();
        long acknowledged = world.attempt(agent, JobKind.DISCOVERY, null, null, 4, 4);
        assertDone(admin.post(RESCHEDULE, byIds(acknowledged)));
        assertThat(jobsOf(agent)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2,3", "3,3", "4,5", "4,2", "0,3"})
    void inAnotherStateARowIsRefusedByIdAndSkippedByAQuery(int result, int status) {
        UUID agent = world.agent();
        long other = world.attempt(agent, JobKind.DISCOVERY, null, null, result, status);
        wire(RESCHEDULE)
                .with("history", String.valueOf(other))
                .assertResponse("not-failed", 400, admin.post(RESCHEDULE, byIds(other)));
        assertDone(admin.post(RESCHEDULE, "{\"Query\":\"AgentId -eq " + agent + "\"}"));
        assertThat(jobsOf(agent)).isZero();
        assertThat(world.attempt(other)).isEqualTo(result + "/" + status);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "INVENTORY,I_60,inventory",
                "SSL_DISCOVERY,I_60,ssl-discovery",
                "MONITORING,I_60,monitoring",
                "SSH_SYNC,I_60,ssh-sync",
                "SYNC,I_60,sync",
                "FETCH_LOGS,none,fetch-logs",
                "CUSTOM,none,custom-at-once",
                "CUSTOM,O_2026-01-01T00:00,custom-at-once",
                "CUSTOM,I_60,custom-at-an-interval",
                "CUSTOM,D_07:00,custom-daily",
                "CUSTOM,W_2_07:00,custom-off-the-schedule"
            })
    void whatRunsAgainInAnotherWayIsRefusedWithIt(JobKind kind, String schedule, String name) {
        UUID agent = world.agent();
        StorePlace store = kind == JobKind.INVENTORY ? world.store(agent, null) : null;
        long failed = world.attempt(agent, kind, store, schedule, 4, 3);
        WireFiles wire = wire(RESCHEDULE).with("history", String.valueOf(failed));
        wire.assertResponse(name, 400, admin.post(RESCHEDULE, byIds(failed)));
        wire.assertResponse(name, 400, admin.post(RESCHEDULE, "{\"Query\":\"AgentId -eq " + agent + "\"}"));
        assertThat(world.attempt(failed)).isEqualTo("4/3");
    }

    @Test
    void aJobWhoseStoreIsGoneIsRefused() {
        UUID agent = world.agent();
        StorePlace gone = new StorePlace(UUID.fromString("00000000-0000-7000-8000-000000000001"), "m", "/srv/a.pem");
        long failed = world.attempt(agent, JobKind.MANAGEMENT, gone, null, 4, 3);
        wire(RESCHEDULE)
                .with("history", String.valueOf(failed))
                .assertResponse("store-deleted", 400, admin.post(RESCHEDULE, byIds(failed)));
        assertThat(jobsOf(agent)).isZero();
    }

    @Test
    void theDocumentedQueryLeavesOutInventories() {
        UUID agent = world.agent();
        StorePlace store = world.store(agent, null);
        long inventory = world.attempt(agent, JobKind.INVENTORY, store, "I_60", 4, 3);
        long management = world.attempt(agent, JobKind.MANAGEMENT, store, null, 4, 3);
        WireFiles wire = wire(RESCHEDULE).with("agent", agent);
        assertDone(admin.post(RESCHEDULE, wire.request("by-query")));
        assertThat(world.attempt(inventory)).isEqualTo("4/3");
        assertThat(world.attempt(management)).isEqualTo("4/4");
        assertThat(jobsOf(agent)).isEqualTo(1);
    }

    @Test
    void oneUnknownOrUnfitRowRefusesAll() {
        UUID agent = world.agent();
        long failed = world.attempt(agent, JobKind.DISCOVERY, null, null, 4, 3);
        long fine = world.attempt(agent, JobKind.DISCOVERY, null, null, 2, 3);
        WireFiles wire =
                wire(RESCHEDULE).with("history", String.valueOf(failed)).with("other", String.valueOf(fine));
        wire.assertResponse("unknown", 400, admin.post(RESCHEDULE, wire.request("unknown")));
        wire.assertResponse("two", 400, admin.post(RESCHEDULE, wire.request("two")));
        assertThat(jobsOf(agent)).isZero();
        assertThat(world.attempt(failed)).isEqualTo("4/3");
    }

    @Test
    void theContainerOfTheStoreDecidesWhoMayReschedule() {
        UUID agent = world.agent();
        long in5 = world.attempt(agent, JobKind.MANAGEMENT, world.store(agent, 5), null, 4, 3);
        long in6 = world.attempt(agent, JobKind.MANAGEMENT, world.store(agent, 6), null, 4, 3);
        WireFiles wire = wire(RESCHEDULE).with("history", String.valueOf(in5)).with("other", String.valueOf(in6));
        wire.assertResponse("other-container", 403, operatorOf5.post(RESCHEDULE, wire.request("two")));
        wire.assertResponse("no-right-to-schedule", 403, modifier.post(RESCHEDULE, byIds(in5)));
        assertThat(jobsOf(agent)).isZero();
        assertDone(operatorOf5.post(RESCHEDULE, byIds(in5)));
        assertThat(jobsOf(agent)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"3,3", "4,3", "4,5"})
    void failuresAndWarningsAreAcknowledged(int result, int status) {
        UUID agent = world.agent();
        long row = world.attempt(agent, JobKind.CUSTOM, null, null, result, status);
        WireFiles wire = wire(ACKNOWLEDGE).with("history", String.valueOf(row));
        assertDone(modifier.post(ACKNOWLEDGE, wire.request("by-ids")));
        assertThat(world.attempt(row)).isEqualTo(result + "/4");
        assertDone(modifier.post(ACKNOWLEDGE, wire.request("by-ids")));
        assertThat(world.attempt(row)).as("once more is no error").isEqualTo(result + "/4");
        assertThat(world.count("SELECT count(*) FROM job_event WHERE history_id = ? AND event = 'ACKNOWLEDGED'", row))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2,3", "0,2", "0,3"})
    void whatIsNeitherFailureNorWarningIsRefusedByIdAndSkippedByAQuery(int result, int status) {
        UUID agent = world.agent();
        long other = world.attempt(agent, JobKind.CUSTOM, null, null, result, status);
        long failed = world.attempt(agent, JobKind.CUSTOM, null, null, 4, 3);
        WireFiles wire =
                wire(ACKNOWLEDGE).with("history", String.valueOf(failed)).with("other", String.valueOf(other));
        wire.assertResponse("two", 400, modifier.post(ACKNOWLEDGE, wire.request("two")));
        assertThat(world.attempt(failed)).isEqualTo("4/3");
        assertDone(modifier.post(ACKNOWLEDGE, "{\"Query\":\"AgentId -eq " + agent + "\"}"));
        assertThat(world.attempt(other)).isEqualTo(result + "/" + status);
        assertThat(world.attempt(failed)).isEqualTo("4/4");
    }

    @Test
    void anUnknownRowRefusesTheAcknowledgement() {
        long failed = world.attempt(world.agent(), JobKind.CUSTOM, null, null, 4, 3);
        WireFiles wire = wire(ACKNOWLEDGE).with("history", String.valueOf(failed));
        wire.assertResponse("unknown", 400, modifier.post(ACKNOWLEDGE, wire.request("unknown")));
        assertThat(world.attempt(failed)).isEqualTo("4/3");
    }

    @Test
    void anAcknowledgedRetryGoesOn() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, null);
        AgentSession session = world.session(agent);
        long failed = world.begin(session, job);
        world.complete(session, job, failed, 4);
        assertDone(modifier.post(ACKNOWLEDGE, byIds(failed)));
        assertThat(world.attemptsOf(job)).isEqualTo("4/4");
        world.makeDue(job);
        world.complete(session, job, world.begin(session, job), 2);
        assertThat(world.attemptsOf(job)).isEqualTo("4/4 2/3");
    }

    @Test
    void acknowledgingLowersTheNumberOfFailuresThatPeopleSee() {
        UUID agent = world.agent();
        world.attempt(agent, JobKind.CUSTOM, null, null, 4, 3);
        world.attempt(agent, JobKind.CUSTOM, null, null, 3, 3);
        world.attempt(agent, JobKind.CUSTOM, null, null, 2, 3);
        assertThat(failures(agent)).isEqualTo("2");
        WireFiles wire = wire(ACKNOWLEDGE).with("agent", agent);
        assertDone(modifier.post(ACKNOWLEDGE, wire.request("by-query")));
        assertThat(failures(agent)).isEqualTo("1");
    }

    private static String failures(UUID agent) {
        return ApiClient.as(TestUser.AGENTS_READER)
                .get("/KeyfactorAPI/OrchestratorJobs/JobHistory?ReturnLimit=1&QueryString=AgentId+-eq+" + agent
                        + "+AND+(Result+-eq+3+OR+Result+-eq+4)+AND+(Status+-eq+3+OR+Status+-eq+5)")
                .header("X-Total-Count");
    }
}
