package io.quartermaster.benchmarks;

import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Takes 100,000 of 1,000,000 jobs off the schedule: by query through HTTP and below it, by id list, by query for somebody who may
 * schedule in two containers only, and as the one SQL statement with the same WHERE that removes and writes the same rows.
 * After each run the jobs are put back and the tables vacuumed and analysed, outside of the measured time.
 */
final class UnscheduleBenchmark implements Benchmark {
    private static final int JOB_TYPES = 10;
    private static final String PATH = "/KeyfactorAPI/OrchestratorJobs/Unschedule";

    /** The type of the jobs of stores. */
    private static final String OF_STORES = "BenchStores";

    private static final Caller LIMITED = new Caller(
            "limited",
            List.of("Limited"),
            Grants.of(Stream.of(
                            "/agents/management/modify/",
                            "/certificate_stores/schedule/1/",
                            "/certificate_stores/schedule/2/")
                    .map(PermissionString::parse)
                    .toList()));

    /** What the query becomes. */
    private static final String WHERE = """
            (lower(job_type) = lower(:jobType) OR lower(CASE kind
               WHEN 'INVENTORY' THEN 'Inventory' WHEN 'MANAGEMENT' THEN 'Management' WHEN 'DISCOVERY' THEN 'Discovery'
               WHEN 'REENROLLMENT' THEN 'Reenrollment' WHEN 'FETCH_LOGS' THEN 'FetchLogs' WHEN 'CUSTOM' THEN 'Custom'
               WHEN 'SSL_DISCOVERY' THEN 'SslDiscovery' WHEN 'MONITORING' THEN 'Monitoring'
               WHEN 'SSH_SYNC' THEN 'SSHSync' WHEN 'SYNC' THEN 'Sync' END) = lower(:jobType))
            """;

    @Override
    public String name() {
        return "unschedule";
    }

    @Override
    public String what() {
        return "100,000 of 1,000,000 jobs are unscheduled by query through HTTP, against one raw statement";
    }

    @Override
    public Report run(Size size) throws Exception {
        int jobs = size.of(100_000, 1_000_000);
        int rounds = size.of(3, 5);
        try (BenchDatabase bench = BenchDatabase.start();
                BenchServer server = BenchServer.start(bench, Map.of());
                ServerCalls calls = new ServerCalls(server)) {
            OurJobs ours = new OurJobs(bench);
            int each = jobs / JOB_TYPES;
            load(bench, ours, each);
            UnscheduleJobs command = OurCommands.unscheduleJobs(bench.database());
            Taken turns = new Taken(ours, each);
            Way http = turns.way(
                    "by query through HTTP",
                    query -> calls.post(PATH, "{\"Query\":\"" + query.text().replace("\"", "\\\"") + "\"}"));
            Way query = turns.way(
                    "by query, below HTTP", type -> command.run(OurJobs.CALLER, new JobSelection.ByQuery(type.text())));
            Way ids = turns.way(
                    "by id list, below HTTP", type -> command.run(OurJobs.CALLER, new JobSelection.ById(type.ids())));
            Way limited = turns.ofStores(
                    "by query, for a caller of two containers",
                    type -> command.run(LIMITED, new JobSelection.ByQuery(type.text())));
            Way raw = turns.way(
                    "one raw SQL statement",
                    type -> RawUnschedule.run(bench.database(), WHERE, Map.of("jobType", type.name())));
            List<Way> ways = List.of(raw, http, query, ids, limited);
            Medians medians =
                    Rounds.run(ways, rounds, CpuTime.of(ProcessHandle.current().pid(), server.pid()));
            return new Report(
                    "Unschedule by query",
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d jobs of 1,000 agents: permission, judging, removal, what an undo needs and one event for"
                                    + " each job, job lists, operation and audit entry, in one transaction. Median of %d runs.",
                            each,
                            jobs + each,
                            rounds),
                    Table.of(medians.all()),
                    List.of(
                            Ratio.atMost("time by query through HTTP / raw", medians.slower(http, raw), 1.5),
                            Ratio.told("time by query below HTTP / raw", medians.slower(query, raw)),
                            Ratio.told("time by id list / raw by query", medians.slower(ids, raw)),
                            Ratio.told("time for a caller of two containers / raw", medians.slower(limited, raw))),
                    List.of(
                            "The raw statement has the WHERE that the query becomes, and writes the same rows; permission and"
                                    + " refusals it has none. A query may find jobs that refuse the whole request, so ours looks"
                                    + " through the jobs once more, before it removes any."));
        }
    }

    private static void load(BenchDatabase bench, OurJobs ours, int each) {
        ours.addAgents();
        ours.addStores();
        for (int type = 0; type < JOB_TYPES; type++) {
            ours.add(typeName(type), each);
        }
        ours.addOfStores(OF_STORES, each);
        bench.execute("VACUUM ANALYZE");
    }

    private static String typeName(int number) {
        return "Bench" + number;
    }

    /** The jobs that a run takes off the schedule. */
    private record Chosen(String name, List<UUID> ids) {
        String text() {
            return "JobType -eq \"" + name + "\"";
        }
    }

    private interface Unscheduling {
        void run(Chosen jobs) throws Exception;
    }

    /** Hands out the job types in turn, so that no run finds its jobs where the one before has had them. */
    private static final class Taken {
        private final OurJobs ours;
        private final int each;
        private int turn;
        private final List<Chosen> now = new ArrayList<>();

        Taken(OurJobs ours, int each) {
            this.ours = ours;
            this.each = each;
        }

        Way way(String title, Unscheduling work) {
            return new Steps(
                    title, each, () -> choose(typeName(turn++ % JOB_TYPES)), () -> work.run(now.getLast()), () -> {
                        long left = ours.left(now.getLast().name());
                        ours.add(now.getLast().name(), each);
                        ours.tidy();
                        return left;
                    });
        }

        Way ofStores(String title, Unscheduling work) {
            return new Steps(title, each, () -> choose(OF_STORES), () -> work.run(now.getLast()), () -> {
                long left = ours.left(OF_STORES);
                ours.addOfStores(OF_STORES, each);
                ours.tidy();
                return left;
            });
        }

        private void choose(String jobType) {
            now.clear();
            now.add(new Chosen(jobType, ours.idsOf(jobType)));
        }
    }
}
