package io.quartermaster.benchmarks;

/** The table of db-scheduler with its indexes, which it does not make by itself. */
final class DbSchedulerTable {
    private DbSchedulerTable() {}

    static void create(BenchDatabase bench) {
        bench.execute("""
                CREATE TABLE scheduled_tasks (
                  task_name text, task_instance text, task_data bytea, execution_time timestamptz, picked boolean,
                  picked_by text, last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                  last_heartbeat timestamptz, version bigint, priority smallint,
                  PRIMARY KEY (task_name, task_instance))
                """);
        bench.execute("CREATE INDEX scheduled_tasks_time ON scheduled_tasks (execution_time)");
        bench.execute("CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat)");
    }
}
