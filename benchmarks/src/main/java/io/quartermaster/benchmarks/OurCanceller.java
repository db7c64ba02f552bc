package io.quartermaster.benchmarks;

import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.security.Caller;

/** The command behind {@code POST /OrchestratorJobs/Unschedule}: permission, refusals, undo, events, audit. */
final class OurCanceller implements Canceller {
    private final OurJobs jobs;
    private final UnscheduleJobs unscheduleJobs;
    private final Caller caller;

    OurCanceller(OurJobs jobs, UnscheduleJobs unscheduleJobs, Caller caller) {
        this.jobs = jobs;
        this.unscheduleJobs = unscheduleJobs;
        this.caller = caller;
    }

    @Override
    public String title() {
        return "Unschedule by id list";
    }

    @Override
    public void fill(int count) {
        jobs.fill(count);
    }

    @Override
    public void cancel() {
        unscheduleJobs.run(caller, new JobSelection.ById(jobs.ids()));
    }

    @Override
    public long left() {
        return jobs.left(OurJobs.GOES);
    }
}
