package io.quartermaster.server.selfcheck;

/** A table that is gone through by its key, a slice at a time. */
enum Source {
    JOBS("scheduled_job", "id", "uuid", "00000000-0000-0000-0000-000000000000"),
    ATTEMPTS("attempt_in_process", "job_id", "uuid", "00000000-0000-0000-0000-000000000000"),
    HISTORY("job_history", "id", "bigint", "0"),
    AGENTS("agent", "id", "uuid", "00000000-0000-0000-0000-000000000000");

    private final String table;
    private final String key;
    private final String type;
    private final String beginning;

    Source(String table, String key, String type, String beginning) {
        this.table = table;
        this.key = key;
        this.type = type;
        this.beginning = beginning;
    }

    String table() {
        return table;
    }

    String key() {
        return key;
    }

    /** Of the key, in SQL. */
    String type() {
        return type;
    }

    /** Before every key there is. */
    String beginning() {
        return beginning;
    }
}
