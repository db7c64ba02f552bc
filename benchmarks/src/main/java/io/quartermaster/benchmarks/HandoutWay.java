package io.quartermaster.benchmarks;

/** Hands out and completes a number of due jobs of ours, with a number of threads at once. */
final class HandoutWay implements Way {
    private final String title;
    private final Errands errands;
    private final Crew crew;
    private final int jobs;

    HandoutWay(String title, Errands errands, Crew crew, int jobs) {
        this.title = title;
        this.errands = errands;
        this.crew = crew;
        this.jobs = jobs;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void prepare() {
        errands.fill(jobs);
    }

    @Override
    public long run() throws Exception {
        return crew.run(errands.all(), () -> true);
    }

    @Override
    public void check() {
        errands.requireDone(title, errands.all());
    }
}
