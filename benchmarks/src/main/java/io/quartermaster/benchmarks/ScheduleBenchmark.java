package io.quartermaster.benchmarks;

import io.quartermaster.server.job.CustomJobOrder;
import io.quartermaster.server.job.ScheduleCustomJobs;
import io.quartermaster.server.schedule.Schedule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Puts one custom job on each of 100,000 agents by one call: ours below HTTP and through it, one raw statement that writes the same
 * jobs and events, and what three libraries have for many jobs, on the same PostgreSQL and connections. Each begins with an
 * empty schedule.
 */
final class ScheduleBenchmark implements Benchmark {
    private static final String JOB_TYPE = "Bench";
    private static final String PATH = "/KeyfactorAPI/OrchestratorJobs/Custom/Bulk";

    private static final String OUR_JOBS = "SELECT count(*) FROM scheduled_job";

    /** Also the events: each job has one. */
    private static final String OUR_EVENTS =
            "SELECT count(*) FROM job_event e JOIN scheduled_job j ON j.agent_id = e.agent_id AND j.id = e.job_id";

    private static final String RAW = """
            WITH added AS (
              INSERT INTO scheduled_job
                     (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by, next_run, state, priority, fields)
              SELECT a.id, uuidv7(), 'CUSTOM', t.id, t.name, now(), 'bench', now(), 'SCHEDULED', 5, '{"Service": "nginx"}'
                FROM agent a CROSS JOIN (SELECT id, name FROM custom_job_type WHERE name = 'Bench') t
               ORDER BY a.id
              RETURNING agent_id, id
            )
            INSERT INTO job_event (agent_id, job_id, at, event, actor)
            SELECT agent_id, id, now(), 'SCHEDULED', 'bench' FROM added
            """;

    private static final String RAW_LISTS = """
            WITH changed AS (UPDATE agent_job_list SET version = version + 1 RETURNING agent_id)
            INSERT INTO session_change (agent_id) SELECT agent_id FROM changed
            """;

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public String what() {
        return "100,000 jobs are scheduled by one call, against one INSERT, db-scheduler, Quartz and JobRunr";
    }

    @Override
    public Report run(Size size) throws Exception {
        int jobs = size.of(10_000, 100_000);
        int fewer = size.of(500, 2_000);
        int rounds = size.of(3, 5);
        try (BenchDatabase bench = BenchDatabase.start();
                BenchServer server = BenchServer.start(bench, Map.of())) {
            OurJobs ours = new OurJobs(bench);
            ours.addAgents(jobs);
            ours.addCustomJobType(JOB_TYPE, "Service");
            bench.execute("VACUUM ANALYZE");
            List<UUID> agents = ours.agentIds();
            ScheduleCustomJobs command = OurCommands.scheduleCustomJobs(bench.database());
            CustomJobOrder order = new CustomJobOrder(JOB_TYPE, new Schedule.Immediate(), Map.of("Service", "nginx"));
            try (ServerCalls calls = new ServerCalls(server)) {
                String body = body(agents);
                Way raw = ours(bench, "raw INSERT ... SELECT", jobs, () -> bench.execute(RAW));
                Way rawLists = ours(
                        bench,
                        "the same, and the versions of the job lists",
                        jobs,
                        () -> bench.database().runInTransaction(tx -> {
                            tx.execute(RAW);
                            tx.execute(RAW_LISTS);
                        }));
                Way own = ours(bench, "schedule in bulk", jobs, () -> command.run(OurJobs.CALLER, agents, order));
                Way http = ours(bench, "the same through HTTP", jobs, () -> calls.post(PATH, body));
                DbSchedulerCanceller dbScheduler = new DbSchedulerCanceller(bench, jobs);
                QuartzCanceller quartz = new QuartzCanceller(bench, fewer);
                JobRunrCanceller jobRunr = new JobRunrCanceller(bench, fewer);
                Way batch = new Steps(
                        "db-scheduler scheduleBatch",
                        jobs,
                        () -> bench.execute("TRUNCATE scheduled_tasks"),
                        dbScheduler::schedule,
                        () -> jobs - bench.count("SELECT count(*) FROM scheduled_tasks"));
                Way quartzMany = new Steps(
                        "Quartz scheduleJobs",
                        fewer,
                        () -> bench.execute("TRUNCATE qrtz_triggers, qrtz_simple_triggers, qrtz_job_details CASCADE"),
                        quartz::schedule,
                        () -> fewer - bench.count("SELECT count(*) FROM qrtz_triggers"));
                Way jobRunrMany = new Steps(
                        "JobRunr enqueue of a stream",
                        fewer,
                        () -> bench.execute("TRUNCATE jobrunr_jobs"),
                        jobRunr::enqueue,
                        () -> fewer - bench.count("SELECT count(*) FROM jobrunr_jobs"));
                List<Way> ways = List.of(raw, rawLists, own, http, batch, quartzMany, jobRunrMany);
                Medians medians = Rounds.run(
                        ways, rounds, CpuTime.of(ProcessHandle.current().pid(), server.pid()));
                quartz.stop();
                jobRunr.stop();
                return report(
                        jobs,
                        fewer,
                        rounds,
                        medians,
                        List.of(
                                Ratio.atLeast("rate of ours / raw", medians.slower(raw, own), 0.8),
                                Ratio.atLeast("rate of ours / db-scheduler's batch", medians.slower(batch, own), 1.5),
                                Ratio.told("rate of ours / raw with job lists", medians.slower(rawLists, own)),
                                Ratio.told("rate of ours through HTTP / raw", medians.slower(raw, http)),
                                Ratio.told("rate of ours / Quartz", medians.slower(quartzMany, own)),
                                Ratio.told("rate of ours / JobRunr", medians.slower(jobRunrMany, own))));
            }
        }
    }

    private static Report report(int jobs, int fewer, int rounds, Medians medians, List<Ratio> ratios) {
        return new Report(
                "Schedule by one call",
                String.format(
                        Locale.ROOT,
                        "One custom job on each of %,d agents, which ours names by their ids: permission, job type, locks and judges the"
                                + " agents, makes the ids, writes jobs, events, versions of job lists and audit entry. Median of %d runs,"
                                + " each on an empty schedule. A server runs beside it, for the way through HTTP.",
                        jobs,
                        rounds),
                Table.of(medians.all()),
                ratios,
                List.of(
                        "The raw statement chooses its agents without looking at them, and has the ids of its jobs from the database. It"
                                + " does not tell the agents either: the second one does, as ours must.",
                        "What limits ours: it makes the ids, so that they grow with time, sends and reads them, and locks the agents, so"
                                + " that none leaves meanwhile. Tried: ids as one binary value, plans that do not look at values,"
                                + " fewer indexes, events without a key. db-scheduler's batch writes no event and nothing that"
                                + " tells an agent.",
                        String.format(
                                Locale.ROOT,
                                "Quartz and JobRunr are given %,d jobs; the rates are compared. JobRunr has a call for many jobs only for"
                                        + " those that are to run at once. db-scheduler writes one row for each job and no events.",
                                fewer)));
    }

    private static Way ours(BenchDatabase bench, String title, int jobs, Steps.Step work) {
        return new Steps(
                title,
                jobs,
                () -> {
                    bench.execute("TRUNCATE scheduled_job, job_event");
                    bench.execute("VACUUM agent, agent_job_list");
                },
                work,
                () -> 2L * jobs - bench.count(OUR_JOBS) - bench.count(OUR_EVENTS));
    }

    private static String body(List<UUID> agents) {
        return agents.stream()
                .map(id -> "\"" + id + "\"")
                .collect(Collectors.joining(
                        ",",
                        "{\"JobTypeName\":\"" + JOB_TYPE
                                + "\",\"JobFields\":{\"Service\":\"nginx\"},\"OrchestratorIds\":[",
                        "]}"));
    }
}
