package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.Map;
import java.util.UUID;

/** The limit: one raw statement with {@code = ANY}. */
final class RawCanceller implements Way {
    private final OurJobs jobs;
    private final Database database;
    private final int count;

    RawCanceller(OurJobs jobs, Database database, int count) {
        this.jobs = jobs;
        this.database = database;
        this.count = count;
    }

    @Override
    public String title() {
        return "one raw SQL statement";
    }

    @Override
    public void prepare() {
        jobs.fill(count);
    }

    @Override
    public long run() {
        RawUnschedule.run(database, "id = ANY (:ids)", Map.of("ids", jobs.ids().toArray(UUID[]::new)));
        return count;
    }

    @Override
    public void check() {
        Work.requireDone(title(), jobs.left(OurJobs.GOES));
    }
}
