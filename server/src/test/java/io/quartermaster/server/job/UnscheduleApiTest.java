package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST /OrchestratorJobs/Unschedule: what it takes off the schedule, what it refuses, and that it is all or none. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class UnscheduleApiTest {
    private static final String UNSCHEDULE = "/KeyfactorAPI/OrchestratorJobs/Unschedule";

    private final ApiClient admin = ApiClient.as(TestUser.ADMIN);
    private final ApiClient manager = ApiClient.as(TestUser.AGENTS_MANAGER);
    private final ApiClient operatorOf5 = ApiClient.as(TestUser.OPERATOR_OF_CONTAINER_5);
    private final WireFiles wire = WireFiles.of("OrchestratorJobs.Unschedule");

    @Inject
    ApiWorld world;

    private static String byIds(UUID... ids) {
        return "{\"JobIds\":["
                + List.of(ids).stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",")) + "]}";
    }

    private static void assertDone(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("ErrorCode").asText()).as(answer.body()).isEqualTo(code);
    }

    private static String reasonFor(Answer answer, UUID job) {
        for (JsonNode failed : answer.json().get("FailedOperations")) {
            if (failed.get("Id").asText().equals(job.toString())) {
                return failed.get("Reason").asText();
            }
        }
        throw new AssertionError(job + " is not named: " + answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"neither", "null-both", "empty-and-empty", "empty-and-blank", "both"})
    void neitherAndBothSelectorsAreRefused(String name) {
        UUID job = world.customJob(world.agent(), null);
        wire.assertResponse(name, 400, admin.post(UNSCHEDULE, wire.request(name)));
        assertThat(world.isScheduled(job)).isTrue();
    }

    @Test
    void aListOfIdsMayStandBesideANullQueryAndNameAJobTwice() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, null);
        UUID other = world.customJob(agent, null);
        Answer answer = manager.post(UNSCHEDULE, wire.with("job", job).request("by-ids"));
        assertDone(answer);
        assertThat(world.isScheduled(job)).isFalse();
        assertThat(world.isScheduled(other)).isTrue();
        assertThat(world.attemptsOf(job)).as("no row of the history").isEmpty();
    }

    @Test
    void aQueryUnschedulesWhatItFindsAndOneWithoutHitsIsFine() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID weekly = world.customJob(agent, "W_2_07:00");
        UUID logs = world.job(agent, JobKind.FETCH_LOGS, null, null);
        WireFiles named = wire.with("machine", machine);
        assertDone(manager.post(UNSCHEDULE, named.request("by-query")));
        assertThat(world.isScheduled(weekly)).isFalse();
        assertThat(world.isScheduled(logs)).isTrue();
        assertDone(manager.post(UNSCHEDULE, named.request("by-query")));
        assertThat(world.isScheduled(logs)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown-operator",
                "unknown-field",
                "no-operator",
                "unfit-value",
                "null",
                "no-object",
                "id-no-guid",
                "null-id",
                "ids-no-list",
                "no-json"
            })
    void whatCannotBeReadIsRefused(String name) {
        wire.assertResponse(name, 400, admin.post(UNSCHEDULE, wire.request(name)));
    }

    @Test
    void aRequestWithoutABodyIsRefused() {
        wire.assertResponse("null", 400, admin.send("POST", UNSCHEDULE, Optional.empty()));
    }

    @Test
    void moreIdsThanTheLimitAreRefusedWithTheLimit() {
        WireFiles tooMany = wire.with(
                "too-many",
                IntStream.rangeClosed(0, JobSelection.IDS_MAX)
                        .mapToObj(i -> "\"00000000-0000-7000-8000-%012x\"".formatted(i))
                        .collect(Collectors.joining(",")));
        tooMany.assertResponse("too-many", 400, admin.post(UNSCHEDULE, tooMany.request("too-many")));
    }

    @ParameterizedTest
    @EnumSource(
            value = JobKind.class,
            names = {"MANAGEMENT", "REENROLLMENT", "DISCOVERY", "FETCH_LOGS", "CUSTOM"})
    void theFiveKindsAreTakenOffTheSchedule(JobKind kind) {
        UUID agent = world.agent();
        boolean ofStore = kind == JobKind.MANAGEMENT || kind == JobKind.REENROLLMENT;
        UUID job = world.job(agent, kind, ofStore ? world.store(agent, null) : null, null);
        AgentSession session = world.session(agent);
        assertDone(admin.post(UNSCHEDULE, byIds(job)));
        assertThat(world.isScheduled(job)).isFalse();
        assertThat(world.attemptsOf(job)).isEmpty();
        assertThat(world.isCancelledFor(session, job)).isTrue();
        assertThat(world.count(
                        "SELECT count(*) FROM job_event WHERE job_id = ? AND event = 'UNSCHEDULED' AND actor = ?",
                        job,
                        TestUser.ADMIN.account()))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "INVENTORY,inventory",
        "SSL_DISCOVERY,ssl-discovery",
        "MONITORING,monitoring",
        "SSH_SYNC,ssh-sync",
        "SYNC,sync"
    })
    void everyOtherKindIsRefusedWithWhatToUseInstead(JobKind kind, String name) {
        UUID agent = world.agent();
        UUID job = world.job(agent, kind, kind == JobKind.INVENTORY ? world.store(agent, null) : null, "I_60");
        WireFiles named = wire.with("job", job);
        named.assertResponse(name, 400, admin.post(UNSCHEDULE, named.request("one")));
        assertThat(world.isScheduled(job)).isTrue();
        named.assertResponse(name, 400, admin.post(UNSCHEDULE, "{\"Query\":\"Id -eq \\\"" + job + "\\\"\"}"));
        assertThat(world.isScheduled(job)).isTrue();
    }

    @Test
    void ofAMixedListNothingIsRemoved() {
        UUID agent = world.agent();
        UUID custom = world.customJob(agent, null);
        UUID inventory = world.job(agent, JobKind.INVENTORY, world.store(agent, null), "I_60");
        WireFiles named = wire.with("custom", custom).with("inventory", inventory);
        named.assertResponse("mixed", 400, admin.post(UNSCHEDULE, named.request("mixed")));
        assertThat(world.isScheduled(custom)).isTrue();
        assertThat(world.isScheduled(inventory)).isTrue();
        assertThat(world.count("SELECT count(*) FROM job_event WHERE job_id = ? AND event = 'UNSCHEDULED'", custom))
                .isZero();
    }

    @Test
    void anUnknownIdBesideAKnownOneRefusesBoth() {
        UUID known = world.customJob(world.agent(), null);
        WireFiles named = wire.with("known", known);
        named.assertResponse("unknown", 400, admin.post(UNSCHEDULE, named.request("unknown")));
        assertThat(world.isScheduled(known)).isTrue();
    }

    @Test
    void ofAHundredUnknownIdsEachIsNamed() {
        UUID[] ids = IntStream.range(0, 100)
                .mapToObj(i -> UUID.fromString("00000000-0000-7000-8000-%012x".formatted(i)))
                .toArray(UUID[]::new);
        Answer answer = admin.post(UNSCHEDULE, byIds(ids));
        assertRefused(answer, 400, "0xA0110022");
        assertThat(answer.json().get("FailedOperations")).hasSize(100);
        assertThat(answer.json().get("Message").asText()).isEqualTo("100 jobs are not on the schedule.");
        for (UUID id : ids) {
            assertThat(reasonFor(answer, id)).isEqualTo("Job not found");
        }
    }

    @Test
    void thePermissionOnAContainerIsEnoughForItsStoresAndForNoOthers() {
        UUID agent = world.agent();
        UUID in5 = world.job(agent, JobKind.MANAGEMENT, world.store(agent, 5), null);
        UUID in6 = world.job(agent, JobKind.MANAGEMENT, world.store(agent, 6), null);
        UUID inNone = world.job(agent, JobKind.REENROLLMENT, world.store(agent, null), null);
        UUID discovery = world.job(agent, JobKind.DISCOVERY, null, null);
        UUID custom = world.customJob(agent, null);
        String user = TestUser.OPERATOR_OF_CONTAINER_5.account();
        for (UUID outside : new UUID[] {in6, inNone, discovery}) {
            long audited = world.audited(2012, 10, user + "</Username><RequestRoute>/OrchestratorJobs/Unschedule<");
            wire.assertResponse(
                    outside.equals(in6) ? "other-container" : "no-container",
                    403,
                    operatorOf5.post(UNSCHEDULE, byIds(outside)));
            assertThat(world.audited(2012, 10, user + "</Username><RequestRoute>/OrchestratorJobs/Unschedule<"))
                    .isEqualTo(audited + 1);
            assertThat(world.isScheduled(outside)).isTrue();
        }
        wire.assertResponse("other-container", 403, operatorOf5.post(UNSCHEDULE, byIds(in5, in6, custom)));
        assertThat(world.isScheduled(in5)).as("none of a batch").isTrue();
        assertThat(world.isScheduled(custom)).isTrue();
        wire.assertResponse("no-right-to-schedule", 403, manager.post(UNSCHEDULE, byIds(in5)));

        assertDone(operatorOf5.post(UNSCHEDULE, byIds(in5, custom)));
        assertThat(world.isScheduled(in5)).isFalse();
        assertThat(world.isScheduled(custom)).isFalse();
        assertDone(admin.post(UNSCHEDULE, byIds(in6, inNone, discovery)));
    }

    @Test
    void whoMaySeeAJobButNotScheduleForItsStoreLearnsOnlyThat() {
        UUID agent = world.agent();
        StorePlace store = world.store(agent, 6);
        UUID inventory = world.job(agent, JobKind.INVENTORY, store, "I_60");
        assertRefused(operatorOf5.post(UNSCHEDULE, byIds(inventory)), 400, "0xA0110023");
    }

    @Test
    void aQueryThatFindsOneJobOutOfReachRefusesTheRequest() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID in5 = world.job(agent, JobKind.MANAGEMENT, world.store(agent, 5), null);
        UUID in6 = world.job(agent, JobKind.MANAGEMENT, world.store(agent, 6), null);
        String query = "{\"Query\":\"Agent -eq \\\"" + machine + "\\\"\"}";
        assertRefused(operatorOf5.post(UNSCHEDULE, query), 403, "0xA0140002");
        assertThat(world.isScheduled(in5)).isTrue();
        assertDone(admin.post(UNSCHEDULE, query));
        assertThat(world.isScheduled(in5)).isFalse();
        assertThat(world.isScheduled(in6)).isFalse();
    }

    @Test
    void aRecurringJobInProcessIsUnscheduledAndItsAttemptStillRecorded() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, "I_60");
        AgentSession session = world.session(agent);
        long attempt = world.begin(session, job);
        assertDone(manager.post(UNSCHEDULE, byIds(job)));
        world.complete(session, job, attempt, 4);
        assertThat(world.attemptsOf(job)).as("failed, and no retry").isEqualTo("4/3");
        assertThat(world.isScheduled(job)).isFalse();
        assertThat(world.isCancelledFor(session, job)).isTrue();
    }

    @Test
    void aOneTimeJobInProcessIsRefusedByIdAndNotFoundByAQuery() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID job = world.customJob(agent, null);
        long attempt = world.begin(world.session(agent), job);
        Answer answer = manager.post(UNSCHEDULE, byIds(job));
        String since = reasonFor(answer, job).replaceAll("In process since (\\S+) on .*", "$1");
        assertThat(Instant.parse(since)).isBetween(world.now().minusSeconds(60), world.now());
        wire.with("job", job).with("since", since).with("machine", machine).assertResponse("in-process", 400, answer);
        assertDone(manager.post(UNSCHEDULE, "{\"Query\":\"Agent -eq \\\"" + machine + "\\\"\"}"));
        assertThat(world.isScheduled(job)).isTrue();
        assertThat(world.attempt(attempt)).isEqualTo("0/2");
    }

    @Test
    void aJobThatWaitsForARetryIsNotTriedAgain() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, null);
        AgentSession session = world.session(agent);
        world.complete(session, job, world.begin(session, job), 4);
        assertThat(world.attemptsOf(job)).isEqualTo("4/5");
        assertDone(manager.post(UNSCHEDULE, byIds(job)));
        assertThat(world.attemptsOf(job)).isEqualTo("4/3");
        assertThat(world.isCancelledFor(session, job)).isTrue();
    }

    @Test
    void aCommandIsOneEntryOfTheAuditAndARefusalToo() {
        UUID agent = world.agent();
        List<UUID> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(world.customJob(agent, null));
        }
        String query = "AgentId -eq " + agent;
        assertDone(manager.post(UNSCHEDULE, "{\"Query\":\"" + query + "\"}"));
        assertThat(world.audited(3007, 3, "<Selection>" + query + "<")).isEqualTo(1);
        assertThat(jobs).noneMatch(world::isScheduled);
        long rejected = world.audited(3020, 25, "POST /OrchestratorJobs/Unschedule");
        assertRefused(manager.post(UNSCHEDULE, byIds(jobs.getFirst())), 400, "0xA0110022");
        assertThat(world.audited(3020, 25, "POST /OrchestratorJobs/Unschedule")).isEqualTo(rejected + 1);
    }
}
