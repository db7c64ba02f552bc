package io.quartermaster.server.operation;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.BulkSelection;
import io.quartermaster.server.job.JobFixture;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random agents, stores, jobs, attempts, people and selections of one seed. */
final class RandomWork {
    private static final List<@Nullable Integer> CONTAINERS = containers();
    private static final List<@Nullable String> SCHEDULES = schedules();
    private static final List<String> QUERIES = List.of(
            "JobType -eq \"Custom\"",
            "JobType -contains \"Management\"",
            "JobType -eq \"Discovery\" OR JobType -eq \"FetchLogs\"",
            "JobType -ne \"Inventory\"",
            "Agent -eq \"edge-0.example.net\"",
            "Agent -startswith \"edge\"",
            "ScheduleType -eq NULL",
            "ScheduleType -startswith \"I_\" OR ScheduleType -startswith \"W_\"",
            "Agent -eq \"nobody\"");
    private static final List<Caller> CALLERS = List.of(
            JobFixture.caller("/"),
            JobFixture.caller("/agents/management/modify/"),
            JobFixture.caller("/agents/management/modify/", "/certificate_stores/schedule/5/"),
            JobFixture.caller(
                    "/agents/management/modify/", "/certificate_stores/schedule/5/", "/certificate_stores/schedule/6/"),
            JobFixture.caller("/agents/management/modify/", "/certificate_stores/schedule/"));

    private final Random random;
    private final JobFixture fixture;
    private final List<UUID> agents = new ArrayList<>();
    private final List<StorePlace> stores = new ArrayList<>();

    RandomWork(long seed, JobFixture fixture) {
        this.random = new Random(seed);
        this.fixture = fixture;
        fixture.customJobType();
        for (int i = 0; i < 2; i++) {
            agents.add(fixture.agent("edge-" + i + ".example.net"));
        }
        for (Integer container : CONTAINERS) {
            stores.add(fixture.store(agents.getFirst(), container));
        }
    }

    private static List<@Nullable Integer> containers() {
        List<@Nullable Integer> containers = new ArrayList<>(List.of(5, 6));
        containers.add(null);
        return containers;
    }

    private static List<@Nullable String> schedules() {
        List<@Nullable String> schedules = new ArrayList<>(List.of("I_60", "D_23:30", "W_2_07:00"));
        schedules.add(null);
        schedules.add(null);
        return schedules;
    }

    /** Some jobs; some of them are then begun, and some of those end. */
    void work() {
        for (int i = random.nextInt(5); i >= 0; i--) {
            UUID job = job();
            if (random.nextInt(3) == 0) {
                begin(job);
            }
        }
        fixture.advance(Duration.ofMinutes(random.nextInt(3)));
    }

    UUID job() {
        StorePlace store = random.nextInt(3) == 0 ? pick(stores) : null;
        JobKind kind = store == null
                ? pick(List.of(JobKind.CUSTOM, JobKind.CUSTOM, JobKind.FETCH_LOGS, JobKind.DISCOVERY, JobKind.SYNC))
                : pick(List.of(JobKind.INVENTORY, JobKind.MANAGEMENT, JobKind.MANAGEMENT, JobKind.REENROLLMENT));
        String type = kind == JobKind.CUSTOM ? "RestartService" : "TEST" + kind.genericName();
        return fixture.job(store == null ? pick(agents) : agents.getFirst(), kind, type, store, pickOrNull(SCHEDULES));
    }

    private void begin(UUID job) {
        UUID agent = fixture.database.read(tx -> tx.createQuery("SELECT agent_id FROM scheduled_job WHERE id = :id")
                .bind("id", job)
                .mapTo(UUID.class)
                .one());
        AgentSession session = fixture.session(agent);
        long auditId = fixture.configure(session, job).auditId();
        if (auditId != 0 && random.nextInt(3) > 0) {
            fixture.complete(session, job, auditId, 2 + random.nextInt(3));
        }
    }

    Caller caller() {
        return pick(CALLERS);
    }

    BulkAction action() {
        return pick(
                List.of(BulkAction.UNSCHEDULE, BulkAction.UNSCHEDULE, BulkAction.RESCHEDULE, BulkAction.ACKNOWLEDGE));
    }

    /** A query, or some ids, now and then with one that belongs to nothing. */
    BulkSelection selection(BulkAction action) {
        boolean ofJobs = action == BulkAction.UNSCHEDULE;
        List<String> known = fixture.database.read(tx -> tx.createQuery(
                        ofJobs ? "SELECT id FROM scheduled_job ORDER BY id" : "SELECT id FROM job_history ORDER BY id")
                .mapTo(String.class)
                .list());
        if (known.isEmpty() || random.nextBoolean()) {
            String query = pick(QUERIES);
            return ofJobs ? new JobSelection.ByQuery(query) : new AttemptSelection.ByQuery(query);
        }
        List<String> chosen = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            chosen.add(pick(known));
        }
        if (random.nextInt(10) == 0) {
            chosen.add(ofJobs ? fixture.ids.next().toString() : "999999");
        }
        return ofJobs
                ? new JobSelection.ById(chosen.stream().map(UUID::fromString).toList())
                : new AttemptSelection.ById(chosen.stream().map(Long::valueOf).toList());
    }

    /** A subset, not empty. */
    List<UUID> some(List<UUID> of) {
        List<UUID> some = of.stream().filter(id -> random.nextBoolean()).toList();
        return some.isEmpty() ? List.of(pick(of)) : some;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private @Nullable String pickOrNull(List<@Nullable String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
