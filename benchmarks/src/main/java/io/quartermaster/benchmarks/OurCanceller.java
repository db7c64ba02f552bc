package io.quartermaster.benchmarks;

import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.security.Caller;

/** The command behind {@code POST /OrchestratorJobs/Unschedule}: permission, refusals, undo, events, audit. */
final class OurCanceller implements Way {
    private final OurJobs jobs;
    private final UnscheduleJobs unscheduleJobs;
    private final Caller caller;
    private final int count;

    OurCanceller(OurJobs jobs, UnscheduleJobs unscheduleJobs, Caller caller, int count) {
        this.jobs = jobs;
        this.unscheduleJobs = unscheduleJobs;
        this.caller = caller;
        this.count = count;
    }

    @Override
    public String title() {
        return "Unschedule by id list";
    }

    @Override
    public void prepare() {
        jobs.fill(count);
    }

    @Override
    public long run() {
        unscheduleJobs.run(caller, new JobSelection.ById(jobs.ids()));
        return count;
    }

    @Override
    public void check() {
        Work.requireDone(title(), jobs.left(OurJobs.GOES));
    }
}
