package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.Map;
import java.util.UUID;

/** The limit: one raw statement with {@code = ANY}. */
final class RawCanceller implements Canceller {
    private final OurJobs jobs;
    private final Database database;

    RawCanceller(OurJobs jobs, Database database) {
        this.jobs = jobs;
        this.database = database;
    }

    @Override
    public String title() {
        return "one raw SQL statement";
    }

    @Override
    public void fill(int count) {
        jobs.fill(count);
    }

    @Override
    public void cancel() {
        RawUnschedule.run(database, "id = ANY (:ids)", Map.of("ids", jobs.ids().toArray(UUID[]::new)));
    }

    @Override
    public long left() {
        return jobs.left(OurJobs.GOES);
    }
}
